import { UsageError } from '../errors/errors.ts';
import type { SecretName } from '../model/material.ts';
import type { KeysSource } from '../model/sources.ts';
import type { AgeKeys } from './files/age.ts';
import { openSecretsFile, writeIdentity, writeSecrets } from './files/secrets-file.ts';
import type { EncryptionKind } from './files/secrets-file.ts';
import { generateSecrets } from './generate.ts';
import { fileExists } from './files/private-file.ts';
import { readSecretsFile } from './sources/secret-values.ts';

/** What `completeSecrets` did. */
export interface CompletedSecrets {
  /** New values; none when nothing was missing, and then the file is untouched. */
  readonly generated: readonly SecretName[];
  readonly encryption: EncryptionKind;
  /** The identity that was made with the file. */
  readonly identity?: string;
}

interface Wanted {
  readonly path: string;
  /** Made where the file lacks them. */
  readonly names: readonly SecretName[];
  /** Made anew in any case. */
  readonly renew: readonly SecretName[];
  readonly source: KeysSource;
  readonly keys: AgeKeys;
}

/**
 * Gives a secrets file what it lacks, and makes the file, and the identity it is encrypted for, when they are not
 * there. A value that is there is never replaced, unless it is named.
 * @throws UsageError when the file cannot be opened, read or written
 */
export async function completeSecrets({
  path,
  names,
  renew,
  source,
  keys,
}: Wanted): Promise<CompletedSecrets> {
  if (!(await fileExists(path))) {
    const identity = await makeIdentity(source);
    const sealed = await writeSecrets(path, generateSecrets(names), keys);
    return { generated: names, encryption: sealed, ...(identity !== undefined && { identity }) };
  }
  const file = await openSecretsFile(path, keys);
  const { values, problems } = readSecretsFile(file.text.reveal(), path);
  // A file of comments alone is empty, not broken.
  if (problems.length > 0 && /^[^#\s]/m.test(file.text.reveal())) throw new UsageError(problems);
  const made = names.filter((name) => !values.has(name) || renew.includes(name));
  if (made.length > 0) await writeSecrets(path, generateSecrets(made), keys);
  return { generated: made, encryption: file.encryption };
}

async function makeIdentity({ identity }: KeysSource): Promise<string | undefined> {
  if (identity === undefined || (await fileExists(identity))) return undefined;
  await writeIdentity(identity);
  return identity;
}
