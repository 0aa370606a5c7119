import { join } from 'node:path';
import type { SecretName } from '../model/material.ts';
import type { Secret } from '../model/secret.ts';
import { LOCAL_DIRECTORY } from '../model/stored-formats.ts';
import { writeIdentity, writeSecrets } from './files/secrets-file.ts';
import { generateSecrets } from './generate.ts';
import { keysOf } from './files/keys.ts';
import type { AgeKeys } from './files/age.ts';
import { writePrivateFile } from './files/private-file.ts';

/** Secrets that exist already, by name. */
export type GivenSecrets = Readonly<Partial<Record<SecretName, Secret>>>;

/** The files that `createSecrets` wrote. */
interface CreatedSecrets {
  /** Keys for encrypting other files, such as the CA's key. */
  readonly keys: AgeKeys;
  /** Names of the files in the directory, all with mode 0600. */
  readonly files: readonly string[];
}

const FILE = 'secrets.age';
const IDENTITY = 'identity.txt';
/** The inventory's `secrets:` section for the files of `createSecrets`. Paths are relative to the directory. */
export const CREATED_SECRETS = { file: FILE, identity: IDENTITY } as const;

/**
 * Creates the secrets of a new directory for `init`, so that `deploy` needs no further preparation and `validate` has no
 * warnings. Values that are not given are new; all are encrypted for a new age identity. The identity is stored in the same directory, so
 * that commands decrypt the secrets without a prompt; .gitignore keeps it out of repositories. To protect it with a
 * passphrase too, run `age -p` on it.
 * @throws UsageError if one of the files exists or cannot be written
 */
export async function createSecrets(
  directory: string,
  names: readonly SecretName[],
  given: GivenSecrets = {},
): Promise<CreatedSecrets> {
  const identity = join(directory, IDENTITY);
  await writeIdentity(identity);
  const keys = keysOf({ identity, recipients: [] }, { env: {} });
  await writeSecrets(join(directory, FILE), { ...generateSecrets(names), ...given }, keys);
  await writePrivateFile(join(directory, '.gitignore'), `${IDENTITY}\n*.key\n${LOCAL_DIRECTORY}/\n`);
  return {
    keys,
    files: [FILE, IDENTITY, '.gitignore'],
  };
}
