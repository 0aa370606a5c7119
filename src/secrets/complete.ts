import { UsageError } from '../errors/errors.ts';
import type { SecretName } from '../model/material.ts';
import type { KeysSource } from '../model/sources.ts';
import type { AgeKeys } from './files/age.ts';
import { openSecretsFile, writeIdentity, writeSecrets } from './files/secrets-file.ts';
import type { EncryptionKind } from './files/secrets-file.ts';
import { generateSecrets } from './generate.ts';
import { fileExists } from './files/private-file.ts';
import { readSecretsFile } from './sources/secret-values.ts';

/** The result of `completeSecrets`. */
export interface CompletedSecrets {
  /** Names of the new values. If empty, the file is unchanged. */
  readonly generated: readonly SecretName[];
  readonly encryption: EncryptionKind;
  /** Path of the identity that was created together with the file. */
  readonly identity?: string;
}

interface CompletionInput {
  readonly path: string;
  /** Secrets to generate if the file lacks them. */
  readonly names: readonly SecretName[];
  /** Secrets to regenerate even if the file has them. */
  readonly renew: readonly SecretName[];
  readonly source: KeysSource;
  readonly keys: AgeKeys;
  /** True to write nothing. */
  readonly dryRun?: boolean;
}

/**
 * Generates the secrets that a file lacks. Creates the file, and the identity that it is encrypted for, if they do not
 * exist. Never replaces an existing value unless `renew` names it.
 * @throws UsageError if the file cannot be decrypted, read or written
 */
export async function completeSecrets({
  path,
  names,
  renew,
  source,
  keys,
  dryRun,
}: CompletionInput): Promise<CompletedSecrets> {
  if (!(await fileExists(path))) {
    if (dryRun) return { generated: names, encryption: 'recipients' };
    const identity = await createIdentity(source);
    const encryption = await writeSecrets(path, generateSecrets(names), keys);
    return { generated: names, encryption, ...(identity !== undefined && { identity }) };
  }
  const file = await openSecretsFile(path, keys);
  const { values, problems } = readSecretsFile(file.text.reveal(), path);
  // A file with only comments is empty, not invalid.
  if (problems.length > 0 && /^[^#\s]/m.test(file.text.reveal())) throw new UsageError(problems);
  const generated = names.filter((name) => !values.has(name) || renew.includes(name));
  if (generated.length > 0 && !dryRun) await writeSecrets(path, generateSecrets(generated), keys);
  return { generated, encryption: file.encryption };
}

async function createIdentity({ identity }: KeysSource): Promise<string | undefined> {
  if (identity === undefined || (await fileExists(identity))) return undefined;
  await writeIdentity(identity);
  return identity;
}
