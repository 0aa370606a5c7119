import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import type { SecretName } from '../../../src/model/material.ts';
import type { ValuesSource } from '../../../src/model/sources.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { secretFault } from '../../../src/platforms/cloudify/product/secret-fault.ts';
import { loadSecrets } from '../../../src/secrets/load.ts';

let path = '';
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'quorate-secrets-')), 'secrets.yaml');
});
afterAll(() => rm(join(path, '..'), { recursive: true }));

async function load(text: string, mode = 0o600) {
  await writeFile(path, text, { mode });
  await chmod(path, mode);
  return loadFrom({ kind: 'file', path }, ['postgres_password', 'etcd_token']);
}

const fromEnv = (env: Record<string, string>, prefix = 'QUORATE_') =>
  loadFrom({ kind: 'environment', prefix }, ['postgres_password', 'etcd_token'], env);

function loadFrom(all: ValuesSource, wanted: readonly SecretName[], env: Record<string, string> = {}) {
  const keys = { recipients: [] };
  return loadSecrets({ shared: all, individual: {}, keys }, wanted, {
    env,
    keys: keysOf(keys, { env }),
    productFault: secretFault,
  });
}

describe('a file', () => {
  test('provides its values as they are typed', async () => {
    const { values, problems } = await load('postgres_password: 012345678\netcd_token: "true"\n');
    expect(problems).toEqual([]);
    expect(values.postgres_password?.reveal()).toBe('012345678');
    expect(values.etcd_token?.reveal()).toBe('true');
  });

  test.each([
    ['1e1000', '1e1000'],
    ['0x1F2F', '0x1F2F'],
    ['false', 'false'],
    ["'#quoted'", '#quoted'],
    ['"Secret12 #34x"', 'Secret12 #34x'],
    ["'Secret12 #34x' # a comment", 'Secret12 #34x'],
    ['abcd#1234', 'abcd#1234'],
    ['abcdefgh\n# a comment', 'abcdefgh'],
    ['12345678901234567890', '12345678901234567890'],
  ])('keeps %s as text', async (typed, value) => {
    const { values } = await load(`postgres_password: abcdefgh\netcd_token: ${typed}\n`);
    expect(values.etcd_token?.reveal()).toBe(value);
  });

  test.each([0o640, 0o604, 0o660, 0o644])('is refused if others can read it (%o)', async (mode) => {
    const { values, problems } = await load('postgres_password: abcdefgh\netcd_token: abcdefgh\n', mode);
    expect(values).toEqual({});
    expect(problems).toEqual([
      {
        where: path,
        what: `other users of this machine can read this file (mode 0${mode.toString(8)})`,
        next: 'run chmod 600 on it',
      },
    ]);
  });

  test('that does not exist is reported once, without a list of missing secrets', async () => {
    const { problems } = await loadFrom({ kind: 'file', path: `${path}.none` }, SECRET_NAMES);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ where: `${path}.none`, what: 'the secrets file does not exist' });
  });

  test('that is a directory is reported once', async () => {
    const { problems } = await loadFrom({ kind: 'file', path: join(path, '..') }, SECRET_NAMES);
    expect(problems).toHaveLength(1);
  });

  test('without several values is reported with all missing names, including empty values', async () => {
    const { problems } = await load('postgres_password:\n');
    expect(problems).toMatchObject([{ what: '2 secrets are missing: postgres_password, etcd_token' }]);
  });
});

describe('a problem in a file is reported with its line, and without the value', () => {
  test.each([
    ['postgres_pasword: hunter2x', 1, 'unknown secret "postgres_pasword": did you mean "postgres_password"?'],
    ['color: hunter2x', 1, 'unknown secret "color"'],
    ['postgres_password: [hunter2x]', 1, 'postgres_password is not plain text'],
    ['postgres_password: !tag hunter2x', 1, 'postgres_password is not plain text'],
    ['postgres_password: &hunter2x a', 1, 'postgres_password is not plain text'],
    ["etcd_token: hunter'2x", 1, "etcd_token cannot be used: forbidden characters: '"],
    ['etcd_token: a1b2c3\netcd_token: hunter2x', 2, 'duplicate secret'],
    ['\n\netcd_token: @hunter2x', 3, 'a value cannot start with this character'],
    ['etcd_token: "hunter2x', 1, 'not valid YAML'],
    ['etcd_token: "\\hunter2x"', 1, 'not valid YAML'],
    ['etcd_token: hunter2x: more', 1, 'not valid YAML'],
    ['etcd_token: Secret12 #hunter2x', 1, 'etcd_token: a comment follows on the same line'],
    ['etcd_token: abcd\t#hunter2x\n', 1, 'etcd_token: a comment follows on the same line'],
    ['etcd_token: #hunter2x', 1, 'etcd_token: a comment follows on the same line'],
    ['etcd_token: 12345678 #hunter2x', 1, 'etcd_token: a comment follows on the same line'],
    ['{ etcd_token: abcd #hunter2x\n}', 1, 'etcd_token: a comment follows on the same line'],
    ['etcd_token: abcd\n  hunter2x', 1, 'etcd_token: the value continues on the next line'],
    ['etcd_token: "abcd\n  hunter2x"', 1, 'etcd_token: the value continues on the next line'],
    ["etcd_token: 'abcd\n  hunter2x'", 1, 'etcd_token: the value continues on the next line'],
    ['etcd_token: >-\n  abcd\n  hunter2x', 1, 'etcd_token: the value continues on the next line'],
    ['\tetcd_token: hunter2x', 1, 'a tab in place of spaces'],
    ['- hunter2x', 1, 'has no line "name: value"'],
    ['hunter2x', 1, 'has no line "name: value"'],
    ['', 1, 'has no line "name: value"'],
  ])('%s', async (text, line, what) => {
    const { problems } = await load(text);
    expect(problems[0]?.where).toMatch(new RegExp(`^${path}:${line}:\\d+$`));
    expect(problems[0]?.what).toBe(what);
    expect(JSON.stringify(problems)).not.toContain('hunter2x');
  });
});

describe('environment variables', () => {
  test('provide the values under their prefix', async () => {
    const { values, problems } = await fromEnv(
      { P_POSTGRES_PASSWORD: 'abcdefgh', P_ETCD_TOKEN: '1234' },
      'P_',
    );
    expect(problems).toEqual([]);
    expect(values.etcd_token?.reveal()).toBe('1234');
  });

  test('that are missing or empty are reported by name', async () => {
    const { problems } = await fromEnv({ QUORATE_ETCD_TOKEN: '' });
    expect(problems).toMatchObject([
      { where: 'environment', what: '2 secrets are missing: QUORATE_POSTGRES_PASSWORD, QUORATE_ETCD_TOKEN' },
    ]);
  });

  test('with a value that cannot be used are reported by name', async () => {
    const { problems } = await fromEnv({ QUORATE_POSTGRES_PASSWORD: 'hunter@2', QUORATE_ETCD_TOKEN: 'abcd' });
    expect(problems).toMatchObject([
      {
        where: 'QUORATE_POSTGRES_PASSWORD',
        what: 'postgres_password cannot be used: forbidden characters: @',
      },
    ]);
  });
});
