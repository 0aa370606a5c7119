import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { caKeyIn } from '../../../src/cli/certificates/ca-key.ts';
import { Secret } from '../../../src/model/secret.ts';
import { encryptText } from '../../../src/secrets/files/age.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { writePrivateFile } from '../../../src/secrets/files/private-file.ts';

let folder = '';
let asked: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-ca-key-'));
  asked = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** Keys of an operator who types the same passphrase at each question. */
function typing(passphrase: string) {
  const ask = async (what: string) => (asked.push(what.replace(`${folder}/`, '')), new Secret(passphrase));
  return keysOf({ recipients: [] }, { env: {}, ask });
}

const key = new Secret('the key');

test('the passphrase of the secrets encrypts the key too, and is asked for once', async () => {
  const path = join(folder, 'secrets.age');
  const sealed = await encryptText(new Secret('etcd_token: abcdefgh'), typing('right one'), { file: path });
  await writePrivateFile(path, sealed);
  asked = [];
  const secrets = { kind: 'file', path } as const;
  await caKeyIn(folder, typing('right one'), secrets).write(key);
  expect(asked).toEqual(['secrets.age']);
  expect((await caKeyIn(folder, typing('right one')).read()).reveal()).toBe('the key');
}, 180_000);

test('a new passphrase is typed twice if the secrets have none', async () => {
  const secrets = { kind: 'environment', prefix: 'QUORATE_' } as const;
  await caKeyIn(folder, typing('brand new'), secrets).write(key);
  expect(asked).toEqual(['ca.key.age', 'ca.key.age, again']);
  expect(await readFile(join(folder, 'ca.key.age'), 'utf8')).not.toContain('the key');
}, 180_000);

test('a new passphrase has at least eight characters, and is prompted for before a key is generated', async () => {
  const secrets = { kind: 'environment', prefix: 'QUORATE_' } as const;
  await expect(caKeyIn(folder, typing('7 chars'), secrets).prompt()).rejects.toThrow('at least 8 characters');
  const given = keysOf({ recipients: [] }, { env: { QUORATE_AGE_PASSPHRASE: 'short' } });
  await expect(caKeyIn(folder, given, secrets).prompt()).rejects.toThrow('at least 8 characters');
  asked = [];
  const caKey = caKeyIn(folder, typing('8 chars!'), secrets);
  await caKey.prompt();
  expect(asked).toEqual(['ca.key.age', 'ca.key.age, again']);
  await caKey.write(key);
  expect(asked).toHaveLength(2);
}, 180_000);
