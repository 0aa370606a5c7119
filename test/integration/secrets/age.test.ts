import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import { Secret } from '../../../src/model/secret.ts';
import { decryptText, encryptText } from '../../../src/secrets/files/age.ts';
import { CREATED_SECRETS, createSecrets } from '../../../src/secrets/create.ts';
import { openSecretsFile, writeSecrets } from '../../../src/secrets/files/secrets-file.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';

/** Compares with the age program, which `npm test` installs. Without it these tests fail; they are not skipped. */
const directory = mkdtempSync(join(tmpdir(), 'quorate-age-'));
afterAll(() => rmSync(directory, { recursive: true }));
const at = (name: string) => join(directory, name);
const age = (...args: string[]) =>
  execFileSync('age', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('the age program', () => {
  test('decrypts what init creates, with the identity that init creates', async () => {
    await createSecrets(directory, SECRET_NAMES);
    const text = age('--decrypt', '--identity', at(CREATED_SECRETS.identity), at(CREATED_SECRETS.file));
    for (const name of SECRET_NAMES) expect(text).toMatch(new RegExp(`^${name}: [A-Za-z]\\w{31}$`, 'm'));
    const identity = readFileSync(at(CREATED_SECRETS.identity), 'utf8');
    expect(
      execFileSync('age-keygen', ['-y', at(CREATED_SECRETS.identity)], { encoding: 'utf8' }).trim(),
    ).toBe(/public key: (\S+)/.exec(identity)?.[1]);
  });

  test.each([[], ['--armor']])('encrypts files that Quorate decrypts and updates (%j)', async (...flags) => {
    execFileSync('age-keygen', ['-o', at('theirs.txt')], { stdio: 'ignore' });
    const recipient = execFileSync('age-keygen', ['-y', at('theirs.txt')], { encoding: 'utf8' }).trim();
    writeFileSync(at('plain'), '# ours\netcd_token: hunter2hunter2\n');
    age('--encrypt', ...flags, '--recipient', recipient, '--output', at('theirs.age'), at('plain'));
    const keys = keysOf({ identity: at('theirs.txt'), recipients: [] }, { env: {} });
    expect(await openSecretsFile(at('theirs.age'), keys)).toMatchObject({ encryption: 'recipients' });
    await writeSecrets(at('theirs.age'), { erlang_cookie: new Secret('biscuit') }, keys);
    expect(age('--decrypt', '--identity', at('theirs.txt'), at('theirs.age'))).toBe(
      '# ours\netcd_token: hunter2hunter2\nerlang_cookie: biscuit\n',
    );
    rmSync(at('theirs.txt'));
    rmSync(at('theirs.age'));
  });

  test('decrypts what Quorate encrypts with a passphrase, and the reverse', async () => {
    const keys = keysOf({ recipients: [] }, { env: { QUORATE_AGE_PASSPHRASE: 'open sesame' } });
    writeFileSync(
      at('encrypted.age'),
      await encryptText(new Secret('a: b\n'), keys, { file: 'encrypted.age' }),
    );
    expect(typed(`age --decrypt ${at('encrypted.age')}`, ['open sesame'])).toContain('a: b');
    writeFileSync(at('plain'), 'c: d\n');
    typed(`age --encrypt --passphrase --output ${at('by-age.age')} ${at('plain')}`, [
      'open sesame',
      'open sesame',
    ]);
    expect((await decryptText(readFileSync(at('by-age.age')), keys, 'by-age.age')).reveal()).toBe('c: d\n');
  }, 120_000);
});

/** Types the answers on a terminal from util-linux's `script`, because age prompts only on a terminal. */
function typed(command: string, answers: readonly string[]): string {
  const input = answers.map((answer) => `sleep 1; echo '${answer}'`).join('; ');
  const line = `( ${input}; sleep 4 ) | script --quiet --return --command '${command}' /dev/null`;
  return execFileSync('sh', ['-c', line], { encoding: 'utf8' });
}
