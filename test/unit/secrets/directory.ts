import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { Encrypter } from 'age-encryption';
import { UsageError } from '../../../src/errors/errors.ts';
import type { Problem } from '../../../src/errors/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { writeIdentity } from '../../../src/secrets/files/secrets-file.ts';

/** Creates a directory for the tests of one file and deletes it after them. */
export function testDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-secrets-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const at = (name: string) => join(directory, name);
  return {
    directory,
    at,
    write: (name: string, text: string | Uint8Array, mode = 0o600) => {
      rmSync(at(name), { force: true });
      writeFileSync(at(name), text, { mode });
      return at(name);
    },
    read: (name: string) => readFileSync(at(name), 'utf8'),
    mode: (name: string) => (statSync(at(name)).mode & 0o777).toString(8),
    /** Writes a new identity and returns its keys. */
    identity: async (name: string) => {
      await writeIdentity(at(name));
      return keysOf({ identity: at(name), recipients: [] }, { env: {} });
    },
  };
}

/** Keys with only a passphrase. */
export const withPassphrase = (passphrase: string) =>
  keysOf({ recipients: [] }, { env: { QUORATE_AGE_PASSPHRASE: passphrase } });

/** Keys whose prompts receive these answers in order. Records the prompts in `asked`. */
export function typing(...answers: string[]) {
  const asked: string[] = [];
  const ask = async (what: string) => new Secret(answers[asked.push(what) - 1] ?? '');
  return { asked, keys: keysOf({ recipients: [] }, { env: {}, ask }) };
}

export async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UsageError)) throw new Error(`no usage error: ${String(error)}`);
  return error.problems;
}

/** Encrypts with a passphrase at a low work factor. The work factor of the product takes a second per attempt. */
export async function encryptCheaply(text: string, passphrase: string): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(6);
  return Buffer.from(await encrypter.encrypt(text));
}
