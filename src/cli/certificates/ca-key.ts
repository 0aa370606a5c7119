import { join } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import type { Secret } from '../../model/secret.ts';
import type { ValuesSource } from '../../model/sources.ts';
import { decryptText, encryptText } from '../../secrets/files/age.ts';
import type { AgeKeys } from '../../secrets/files/age.ts';
import { openSecretsFile } from '../../secrets/files/secrets-file.ts';
import { fileExists, readPrivateFile, writePrivateFile } from '../../secrets/files/private-file.ts';
import { runCommand } from '../../model/next-step.ts';

/** The CA's key, as it lies in tls.directory: sealed like the secrets, and never sent anywhere. */
export interface CaKey {
  readonly path: string;
  exists(): Promise<boolean>;
  read(): Promise<Secret>;
  write(key: Secret): Promise<void>;
}

/**
 * @param secrets where the secrets are: a passphrase that opens them seals the key too
 * @throws UsageError from all of its functions, when the key cannot be opened, sealed or written
 */
export function caKeyIn(directory: string, keys: AgeKeys, secrets?: ValuesSource): CaKey {
  const path = join(directory, 'ca.key.age');
  return {
    path,
    exists: async () => fileExists(path),
    read: async () => {
      const called = { what: "the CA's key", ifMissing: 'fetch it from its backup' };
      // Sealed: who may read it does not matter.
      return decryptText(await readPrivateFile(path, called, () => undefined), keys, path);
    },
    write: async (key) => {
      const passphrase = (await opensSecrets(secrets, keys)) ? 'same' : 'new';
      await writePrivateFile(path, await encryptText(key, keys, { file: path, passphrase }), { fresh: true });
    },
  };
}

/** Has a passphrase opened the secrets, so that it is known to be the right one? */
async function opensSecrets(secrets: ValuesSource | undefined, keys: AgeKeys): Promise<boolean> {
  if (secrets?.kind !== 'file' || !(await fileExists(secrets.path))) return false;
  return (await openSecretsFile(secrets.path, keys)).encryption === 'passphrase';
}

/** Without the CA's key nothing can be signed. */
export function noCaKey(path: string): UsageError {
  return new UsageError([
    {
      where: path,
      what: 'the key of the CA in ca.crt is not here',
      why: 'somebody else keeps it, or it is the CA of your company',
      next: runCommand('certificates csr', { purpose: 'create requests that another CA signs' }),
    },
  ]);
}
