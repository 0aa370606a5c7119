import { createPrivateKey, KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { generateKeys as generateNewKeys } from '../../../src/certificates/issue/generate-keys.ts';
import { importKeys } from '../../../src/certificates/issue/x509.ts';

export { RSA } from '../../../src/certificates/issue/generate-keys.ts';

/** Tests sign with these keys only. The directory stays for later runs. */
const FOLDER = join(tmpdir(), `quorate-test-keys-${userInfo().uid}`);
/** More than a test asks for at once, so that no two certificates of a test have the same key. */
const KEYS = 48;

let asked = 0;

/**
 * Stands for `generateKeys` in tests that run in jest's process: each key is generated once on this machine, because a key
 * takes up to a second. Successive calls return different keys. The tests of the built program generate new keys.
 */
export const generateKeys: typeof generateNewKeys = async (bits) => {
  const file = join(FOLDER, `${bits}-${asked++ % KEYS}.pem`);
  if (!existsSync(file)) await make(file, bits);
  return importKeys(createPrivateKey(readFileSync(file)));
};

/** Renames the complete file into place, because other workers read it. */
async function make(file: string, bits: number): Promise<void> {
  const { privateKey } = await generateNewKeys(bits);
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}`;
  const pem = KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(own, pem, { mode: 0o600 });
  renameSync(own, file);
}
