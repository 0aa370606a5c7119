import { join } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import type { Secret } from '../../model/secret.ts';
import type { ValuesSource } from '../../model/sources.ts';
import { decryptText, encryptText } from '../../secrets/files/age.ts';
import type { AgeKeys } from '../../secrets/files/age.ts';
import { openSecretsFile } from '../../secrets/files/secrets-file.ts';
import { fileExists, readPrivateFile, writePrivateFile } from '../../secrets/files/private-file.ts';
import { CA_FILES } from '../../certificates/read/inspect.ts';
import { commandStep } from '../../model/next-step.ts';

/** The CA key in tls.directory, encrypted like the secrets. It never leaves this machine. */
export interface CaKey {
  readonly path: string;
  exists(): Promise<boolean>;
  read(): Promise<Secret>;
  /** Prompts for the passphrase that `write` needs, if any, before a key is generated. */
  prompt(): Promise<void>;
  write(key: Secret): Promise<void>;
}

/**
 * The CA key of a directory.
 * @param secrets source of the secrets; if a passphrase decrypts them, it encrypts the key too
 * @throws UsageError from each method if the key cannot be decrypted, encrypted or written
 */
export function caKeyIn(directory: string, keys: AgeKeys, secrets?: ValuesSource): CaKey {
  return keyFile(join(directory, CA_FILES.cluster.key), keys, secrets);
}

/** The key of the CA that signs only the certificates of etcd, like `caKeyIn`. */
export function etcdCaKeyIn(directory: string, keys: AgeKeys, secrets?: ValuesSource): CaKey {
  return keyFile(join(directory, CA_FILES.etcd.key), keys, secrets);
}

function keyFile(path: string, keys: AgeKeys, secrets?: ValuesSource): CaKey {
  return {
    path,
    exists: async () => fileExists(path),
    read: async () => {
      const called = { what: 'the CA key', ifMissing: 'restore it from its backup' };
      // Any file mode is accepted, because the key is encrypted.
      return decryptText(await readPrivateFile(path, called, () => undefined), keys, path);
    },
    prompt: async () => {
      const isKnown = await passphraseDecrypts(secrets, keys);
      if (!isKnown && (await keys.recipients()).length === 0) await keys.passphrase(path, 'new');
    },
    write: async (key) => {
      const passphrase = (await passphraseDecrypts(secrets, keys)) ? 'same' : 'new';
      await writePrivateFile(path, await encryptText(key, keys, { file: path, passphrase }), { fresh: true });
    },
  };
}

/**
 * True if the secrets are encrypted with a passphrase. This function decrypts them, so the passphrase is known to be
 * correct.
 */
async function passphraseDecrypts(secrets: ValuesSource | undefined, keys: AgeKeys): Promise<boolean> {
  if (secrets?.kind !== 'file' || !(await fileExists(secrets.path))) return false;
  return (await openSecretsFile(secrets.path, keys)).encryption === 'passphrase';
}

/** Without the CA key, no certificate can be signed. */
export function noCaKey(path: string): UsageError {
  return new UsageError([
    {
      where: path,
      what: 'the key of the CA in ca.crt is missing',
      why: 'the key is stored elsewhere, or the CA is external',
      next: commandStep('certificates csr', { purpose: 'create requests that another CA signs' }),
    },
  ]);
}
