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
import { commandStep } from '../../model/next-step.ts';

/** How a secrets file is stored. */
export type EncryptionKind = 'plain' | 'passphrase' | 'recipients';

/** The decrypted text of a secrets file, and how the file is stored. */
interface SecretsFile {
  readonly text: Secret;
  readonly encryption: EncryptionKind;
}

/**
 * Reads a secrets file. Its contents decide whether it is encrypted, not its name.
 * @throws UsageError if it cannot be read or decrypted, or if it is plain text and other users may read it
 */
export async function openSecretsFile(path: string, keys: AgeKeys): Promise<SecretsFile> {
  const description = { what: 'the secrets file', ifMissing: commandStep('secrets generate') };
  // Every user may read an encrypted file.
  const bytes = await readPrivateFile(path, description, (found, mode) =>
    isEncrypted(found) ? undefined : privateModeProblem(found, mode),
  );
  if (!isEncrypted(bytes)) return { text: new Secret(bytes.toString('utf8')), encryption: 'plain' };
  const encryption = (await isPassphraseEncrypted(bytes, path)) ? 'passphrase' : 'recipients';
  return { text: await decryptText(bytes, keys, path), encryption };
}

/** Writes a secrets file atomically with mode 0600, encrypted as before. @throws UsageError */
export async function saveSecretsFile(
  path: string,
  { text, encryption }: SecretsFile,
  keys: AgeKeys,
): Promise<void> {
  if (encryption === 'plain') return writePrivateFile(path, text.reveal());
  const passphrase = encryption === 'passphrase' ? 'same' : 'new';
  return writePrivateFile(path, await encryptText(text, keys, { file: path, passphrase }));
}

/**
 * Sets values in a secrets file, and keeps its other contents and its encryption. If the file does not exist, creates it
 * encrypted, unless its name ends in .yaml or .yml and there is no recipient.
 * @returns how the file is stored now
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
  const encryption = await encryptionOfNewFile(path, keys);
  if (encryption === 'plain') await writePrivateFile(path, text.reveal(), { fresh: true });
  else await writePrivateFile(path, await encryptText(text, keys, { file: path }), { fresh: true });
  return encryption;
}

async function encryptionOfNewFile(path: string, keys: AgeKeys): Promise<EncryptionKind> {
  if ((await keys.recipients()).length > 0) return 'recipients';
  return /\.ya?ml$/i.test(path) ? 'plain' : 'passphrase';
}

/** Writes a new identity, as `age-keygen` does. @throws UsageError if the file exists or cannot be written */
export async function writeIdentity(path: string): Promise<void> {
  const identity = await generateIdentity();
  const lines = [`# public key: ${await recipientOf(identity)}`, identity.reveal(), ''];
  await writePrivateFile(path, lines.join('\n'), { fresh: true });
}
