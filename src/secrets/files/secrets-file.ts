import { Secret } from '../../model/secret.ts';
import {
  generateIdentity,
  isPassphraseEncrypted,
  isEncrypted,
  decryptText,
  recipientOf,
  encryptText,
} from './age.ts';
import { withValues } from './merge-values.ts';
import type { SecretValues } from './merge-values.ts';
import type { AgeKeys } from './age.ts';
import { fileExists, privateModeProblem, readPrivateFile, writePrivateFile } from './private-file.ts';
import { runCommand } from '../../model/next-step.ts';

/** How a secrets file lies on disk. */
export type EncryptionKind = 'plain' | 'passphrase' | 'recipients';

/** A secrets file as it was read. */
export interface SecretsFile {
  readonly text: Secret;
  readonly encryption: EncryptionKind;
}

/**
 * Opens a secrets file, plain or encrypted: its contents tell, not its name.
 * @throws UsageError when it cannot be read or opened, or is plain and others may read it
 */
export async function openSecretsFile(path: string, keys: AgeKeys): Promise<SecretsFile> {
  const called = { what: 'the secrets file', ifMissing: runCommand('secrets generate') };
  // What is encrypted may be read by anybody.
  const bytes = await readPrivateFile(path, called, (found, mode) =>
    isEncrypted(found) ? undefined : privateModeProblem(found, mode),
  );
  if (!isEncrypted(bytes)) return { text: new Secret(bytes.toString('utf8')), encryption: 'plain' };
  const sealed = (await isPassphraseEncrypted(bytes, path)) ? 'passphrase' : 'recipients';
  return { text: await decryptText(bytes, keys, path), encryption: sealed };
}

/** Writes it back as it was found: whole or not at all, mode 0600. @throws UsageError */
export async function saveSecretsFile(
  path: string,
  { text, encryption: sealed }: SecretsFile,
  keys: AgeKeys,
): Promise<void> {
  if (sealed === 'plain') return writePrivateFile(path, text.reveal());
  const passphrase = sealed === 'passphrase' ? 'same' : 'new';
  return writePrivateFile(path, await encryptText(text, keys, { file: path, passphrase }));
}

/**
 * Puts values into a secrets file, and makes the file when it is not there: encrypted, unless its name ends in
 * .yaml or .yml and no key is given. What it holds besides stays; encrypted stays encrypted.
 * @returns how the file lies on disk now
 * @throws UsageError
 */
export async function writeSecrets(
  path: string,
  values: SecretValues,
  keys: AgeKeys,
): Promise<EncryptionKind> {
  if (await fileExists(path)) {
    const file = await openSecretsFile(path, keys);
    await saveSecretsFile(path, { ...file, text: withValues(file.text, values) }, keys);
    return file.encryption;
  }
  const text = withValues(undefined, values);
  const sealed = await sealFor(path, keys);
  if (sealed === 'plain') await writePrivateFile(path, text.reveal(), { fresh: true });
  else await writePrivateFile(path, await encryptText(text, keys, { file: path }), { fresh: true });
  return sealed;
}

async function sealFor(path: string, keys: AgeKeys): Promise<EncryptionKind> {
  if ((await keys.recipients()).length > 0) return 'recipients';
  return /\.ya?ml$/i.test(path) ? 'plain' : 'passphrase';
}

/** Writes a new identity as `age-keygen` does. @throws UsageError when the file is there or cannot be written */
export async function writeIdentity(path: string): Promise<void> {
  const identity = await generateIdentity();
  const lines = [`# public key: ${await recipientOf(identity)}`, identity.reveal(), ''];
  await writePrivateFile(path, lines.join('\n'), { fresh: true });
}
