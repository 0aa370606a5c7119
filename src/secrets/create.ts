import { join } from 'node:path';
import type { SecretName } from '../model/material.ts';
import { writeIdentity, writeSecrets } from './files/secrets-file.ts';
import { generateSecrets } from './generate.ts';
import { keysOf } from './files/keys.ts';
import type { AgeKeys } from './files/age.ts';
import { writePrivateFile } from './files/private-file.ts';

/** What `createSecrets` wrote. */
export interface CreatedSecrets {
  /** The inventory's `secrets:`, its paths relative to the directory. */
  readonly section: { readonly file: string; readonly identity: string };
  /** Seals what else must not lie about in plain text: the CA's key. */
  readonly keys: AgeKeys;
  /** The names written into the directory, all with mode 0600. */
  readonly files: readonly string[];
}

const FILE = 'secrets.age';
const IDENTITY = 'identity.txt';

/**
 * For `init`: gives a new directory its secrets, so that nothing more has to be done before a deploy and `validate`
 * has nothing to warn about. All values are new; they are encrypted for a new age identity, which lies beside them
 * so that every command opens them without a question, and which .gitignore keeps out of repositories and so apart
 * from what it opens. Whoever wants a passphrase as well runs `age -p` on the identity.
 * @throws UsageError when one of the files is there already, or cannot be written
 */
export async function createSecrets(
  directory: string,
  names: readonly SecretName[],
): Promise<CreatedSecrets> {
  const identity = join(directory, IDENTITY);
  await writeIdentity(identity);
  const keys = keysOf({ identity, recipients: [] }, { env: {} });
  await writeSecrets(join(directory, FILE), generateSecrets(names), keys);
  await writePrivateFile(join(directory, '.gitignore'), `${IDENTITY}\n*.key\n.quorate/\n`);
  return {
    section: { file: FILE, identity: IDENTITY },
    keys,
    files: [FILE, IDENTITY, '.gitignore'],
  };
}
