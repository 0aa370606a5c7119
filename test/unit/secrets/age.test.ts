import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { isEncrypted, decryptText, recipientOf, encryptText } from '../../../src/secrets/files/age.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { problemsOf, encryptCheaply, testDirectory, typing, withPassphrase } from './directory.ts';

const { at, write, read, mode, identity } = testDirectory();
const text = new Secret('etcd_token: hunter2hunter2\n');
const encryptFor = async (keys: Awaited<ReturnType<typeof identity>>) =>
  Buffer.from(await encryptText(text, keys, { file: 'f.age' }));

describe('an identity', () => {
  test('decrypts what was encrypted for it; the ciphertext shows no secret', async () => {
    const keys = await identity('a.txt');
    const encrypted = await encryptFor(keys);
    expect(isEncrypted(encrypted)).toBe(true);
    expect(encrypted.toString()).not.toContain('hunter2');
    expect((await decryptText(encrypted, keys, 'f.age')).reveal()).toBe(text.reveal());
    expect(mode('a.txt')).toBe('600');
    expect(read('a.txt')).toMatch(/^# public key: age1\w+\nAGE-SECRET-KEY-1\w+\n$/);
  });

  test('is never overwritten by a new one', async () => {
    await identity('once.txt');
    expect(await problemsOf(identity('once.txt'))).toMatchObject([{ what: 'already exists' }]);
  });

  test('of a second recipient decrypts it too; any other identity does not', async () => {
    const own = await identity('own.txt');
    const [theirs] = await (await identity('theirs.txt')).identities();
    const recipients = [await recipientOf(theirs ?? text)];
    const both = keysOf({ identity: at('own.txt'), recipients }, { env: {} });
    const encrypted = await encryptFor(both);
    for (const name of ['own.txt', 'theirs.txt']) {
      const keys = keysOf({ identity: at(name), recipients: [] }, { env: {} });
      expect((await decryptText(encrypted, keys, 'f.age')).reveal()).toBe(text.reveal());
    }
    expect(await own.recipients()).toHaveLength(1);
    expect(await problemsOf(decryptText(encrypted, await identity('unrelated.txt'), 'f.age'))).toMatchObject([
      { where: 'f.age', what: 'the age identity cannot decrypt this file' },
    ]);
  });

  test('may itself be encrypted with a passphrase', async () => {
    const plain = await identity('plain.txt');
    const encrypted = await encryptFor(plain);
    write('wrapped.txt', await encryptCheaply(read('plain.txt'), 'open sesame'));
    const env = { QUORATE_AGE_PASSPHRASE: 'open sesame', QUORATE_AGE_IDENTITY: at('wrapped.txt') };
    const keys = keysOf({ identity: '/not/used', recipients: [] }, { env });
    expect((await decryptText(encrypted, keys, 'f.age')).reveal()).toBe(text.reveal());
  });
});

describe('refuses to encrypt', () => {
  test('for an invalid recipient, and names the file', async () => {
    const keys = keysOf({ recipients: ['age1qqqqqqqqqqqqqqqqqqqqqqq'] }, { env: {} });
    expect(await problemsOf(encryptFor(keys))).toEqual([
      {
        where: 'f.age',
        what: 'age1qqqqqqqqqqqq… is not an age recipient that Quorate can encrypt for',
        next: 'use recipients that start with age1',
      },
    ]);
  });

  test('for a damaged identity', async () => {
    write('damaged.txt', 'AGE-SECRET-KEY-1QQQQQQQQQQQ\n');
    const keys = keysOf({ identity: at('damaged.txt'), recipients: [] }, { env: {} });
    const [problem] = await problemsOf(encryptFor(keys));
    expect(problem?.what).toBe('an age identity is damaged');
    expect(JSON.stringify(problem)).not.toContain('QQQ');
  });
});

test('refuses an identity that is encrypted for another identity', async () => {
  write('nested.txt', await encryptFor(await identity('outer.txt')));
  const keys = keysOf({ identity: at('nested.txt'), recipients: [] }, { env: {} });
  expect(await problemsOf(keys.identities())).toMatchObject([
    { where: at('nested.txt'), what: 'this identity file is itself encrypted for another age identity' },
  ]);
});

describe('a passphrase', () => {
  test('is prompted for twice when it is new, and decrypts what it has encrypted', async () => {
    const { asked, keys } = typing('open sesame', 'open sesame');
    const encrypted = await encryptFor(keys);
    expect((await decryptText(encrypted, keys, 'f.age')).reveal()).toBe(text.reveal());
    expect(asked).toEqual(['f.age', 'f.age, again']);
  }, 60_000);

  test('is prompted for once for all files that it decrypts', async () => {
    const { asked, keys } = typing('open sesame');
    for (const name of ['f.age', 'other.age'])
      await decryptText(await encryptCheaply('a: b', 'open sesame'), keys, name);
    expect(asked).toEqual(['f.age']);
  });

  test('may be mistyped twice', async () => {
    const encrypted = await encryptCheaply(text.reveal(), 'open sesame');
    const { asked, keys } = typing('sesame', 'open', 'open sesame');
    expect((await decryptText(encrypted, keys, 'f.age')).reveal()).toBe(text.reveal());
    expect(asked).toEqual([
      'f.age',
      'f.age (wrong passphrase, try again)',
      'f.age (wrong passphrase, try again)',
    ]);
    expect(await problemsOf(decryptText(encrypted, withPassphrase('sesame'), 'f.age'))).toMatchObject([
      { where: 'f.age', what: 'the passphrase is wrong' },
    ]);
  });

  test('is refused if the second entry differs', async () => {
    expect(await problemsOf(encryptFor(typing('first one', 'second one').keys))).toMatchObject([
      { where: 'f.age', what: 'the two passphrases differ' },
    ]);
  });

  test('is read from a file if no prompt is possible', async () => {
    write('passphrase', 'open sesame\n');
    const keys = keysOf({ recipients: [] }, { env: { QUORATE_AGE_PASSPHRASE_FILE: at('passphrase') } });
    expect((await keys.passphrase('f.age', 'open')).reveal()).toBe('open sesame');
  });
});
