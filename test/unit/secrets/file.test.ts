import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import { Secret } from '../../../src/model/secret.ts';
import { completeSecrets } from '../../../src/secrets/complete.ts';
import { CREATED_SECRETS, createSecrets } from '../../../src/secrets/create.ts';
import { openSecretsFile, writeSecrets } from '../../../src/secrets/files/secrets-file.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { secretFault } from '../../../src/platforms/cloudify/product/secret-fault.ts';
import { loadSecrets } from '../../../src/secrets/load.ts';
import { problemsOf, testDirectory, withPassphrase } from './directory.ts';

const { directory, at, write, read, mode, identity } = testDirectory();
const none = keysOf({ recipients: [] }, { env: {} });

describe('writing values into a file', () => {
  test('keeps its comments and its other values, and leaves it unencrypted', async () => {
    const path = write('plain.yaml', '# ours\netcd_token: abcdefgh # old\n\nerlang_cookie:\n');
    expect(await writeSecrets(path, { erlang_cookie: new Secret('biscuit') }, none)).toBe('plain');
    expect(read('plain.yaml')).toBe('# ours\netcd_token: abcdefgh # old\n\nerlang_cookie: biscuit\n');
    expect(mode('plain.yaml')).toBe('600');
  });

  test('keeps it encrypted for the same identity', async () => {
    const keys = await identity('id.txt');
    const path = at('new.age');
    expect(await writeSecrets(path, { etcd_token: new Secret('hunter2hunter2') }, keys)).toBe('recipients');
    expect(await writeSecrets(path, { erlang_cookie: new Secret('biscuit') }, keys)).toBe('recipients');
    expect(read('new.age')).not.toContain('hunter2');
    const { text } = await openSecretsFile(path, keys);
    expect(text.reveal()).toContain('etcd_token: hunter2hunter2\nerlang_cookie: biscuit\n');
  });

  test('keeps it encrypted with its passphrase, even if an identity exists', async () => {
    const path = at('passphrase.age');
    const keys = withPassphrase('open sesame');
    expect(await writeSecrets(path, { etcd_token: new Secret('hunter2') }, keys)).toBe('passphrase');
    await identity('besides.txt');
    const both = keysOf(
      { identity: at('besides.txt'), recipients: [] },
      { env: { QUORATE_AGE_PASSPHRASE: 'open sesame' } },
    );
    expect(await writeSecrets(path, { erlang_cookie: new Secret('biscuit') }, both)).toBe('passphrase');
    expect((await openSecretsFile(path, keys)).encryption).toBe('passphrase');
  }, 60_000);

  test('leaves no temporary file if it fails', async () => {
    write('afile', '');
    const path = at('afile/secrets.yaml');
    expect(await problemsOf(writeSecrets(path, { etcd_token: new Secret('abcd') }, none))).toMatchObject([
      { where: path },
    ]);
    expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('generating missing secrets', () => {
  const names = ['etcd_token', 'erlang_cookie'] as const;
  const complete = (path: string, keys = none, renew: readonly (typeof names)[number][] = []) =>
    completeSecrets({ path, names, renew, source: { recipients: [] }, keys });

  test('keeps existing values, unless they are to be renewed', async () => {
    const path = write('some.yaml', 'etcd_token: abcdefgh\n');
    expect(await complete(path)).toEqual({ generated: ['erlang_cookie'], encryption: 'plain' });
    const first = read('some.yaml');
    expect(first).toMatch(/^etcd_token: abcdefgh\nerlang_cookie: \w{32}\n$/);
    expect(await complete(path)).toEqual({ generated: [], encryption: 'plain' });
    expect(read('some.yaml')).toBe(first);
    expect((await complete(path, none, ['etcd_token'])).generated).toEqual(['etcd_token']);
    expect(read('some.yaml')).toMatch(/^etcd_token: \w{32}\nerlang_cookie: \w{32}\n$/);
  });

  test('creates the file and the identity', async () => {
    const source = { identity: at('made.txt'), recipients: [] };
    const keys = keysOf(source, { env: {} });
    const path = at('made.age');
    const done = await completeSecrets({ path, names, renew: [], source, keys });
    expect(done).toEqual({ generated: names, encryption: 'recipients', identity: at('made.txt') });
    expect([mode('made.age'), mode('made.txt')]).toEqual(['600', '600']);
  });

  test('leaves an invalid file unchanged', async () => {
    const path = write('broken.yaml', 'etcd_tken: abcdefgh\n');
    expect(await problemsOf(complete(path))).toMatchObject([{ where: `${path}:1:1` }]);
    expect(read('broken.yaml')).toBe('etcd_tken: abcdefgh\n');
  });

  test('writes into a file that has only comments', async () => {
    const path = write('empty.yaml', '# to do\n');
    expect((await complete(path)).generated).toEqual(names);
    expect(read('empty.yaml')).toMatch(/^# to do\n/);
  });
});

test('a new directory gets all secrets that deploy needs, readable only by their owner, without warnings', async () => {
  const { keys, files } = await createSecrets(directory, SECRET_NAMES);
  expect(files.map((name) => `${name} ${mode(name)}`)).toEqual([
    'secrets.age 600',
    'identity.txt 600',
    '.gitignore 600',
  ]);
  expect(read('.gitignore')).toContain('identity.txt\n');
  const source = {
    shared: { kind: 'file', path: at(CREATED_SECRETS.file) } as const,
    individual: {},
    keys: { identity: at(CREATED_SECRETS.identity), recipients: [] },
  };
  const loaded = await loadSecrets(source, SECRET_NAMES, { env: {}, keys, productFault: secretFault });
  expect([loaded.problems, loaded.warnings]).toEqual([[], []]);
  expect(Object.keys(loaded.values).sort()).toEqual([...SECRET_NAMES].sort());
  expect(await problemsOf(createSecrets(directory, SECRET_NAMES))).toHaveLength(1);
});
