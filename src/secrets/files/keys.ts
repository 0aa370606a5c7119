import { UsageError } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { KeysSource } from '../../model/sources.ts';
import { isEncrypted, openWithPassphrase, recipientOf } from './age.ts';
import type { AgeKeys } from './age.ts';
import { passphraseGetter } from './passphrase.ts';
import type { GetPassphrase, PassphraseInput } from './passphrase.ts';
import { readPrivateFile } from './private-file.ts';

const IDENTITY = /^AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+$/i;

/**
 * Returns the keys of an inventory. QUORATE_AGE_IDENTITY (a path) takes precedence over the inventory's identity. Reads
 * no file until a key is needed.
 */
export function keysOf(source: KeysSource, unlock: PassphraseInput): AgeKeys {
  const path = unlock.env['QUORATE_AGE_IDENTITY'] || source.identity;
  const passphrase = passphraseGetter(unlock);
  const identities = once(async () => (path === undefined ? [] : readIdentities(path, passphrase)));
  const recipients = once(async () => {
    const own = await Promise.all((await identities()).map(recipientOf));
    return [...new Set([...own, ...source.recipients])];
  });
  return { identities, recipients, passphrase };
}

/** Reads the file of an identity without decrypting it. @throws UsageError if it cannot be read */
export function readIdentityFile(path: string): Promise<Buffer> {
  const ifMissing = 'check secrets.identity, or set QUORATE_AGE_IDENTITY to its path';
  return readPrivateFile(path, { what: 'the age identity', ifMissing });
}

/** Reads an identity file of `age-keygen`, which may be encrypted with a passphrase. */
async function readIdentities(path: string, passphrase: GetPassphrase): Promise<readonly Secret[]> {
  const bytes = await readIdentityFile(path);
  const text = isEncrypted(bytes)
    ? (await openWithPassphrase(bytes, path, passphrase)).reveal()
    : bytes.toString('utf8');
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length > 0 && keys.every((line) => IDENTITY.test(line))) return keys.map((key) => new Secret(key));
  throw new UsageError([
    {
      where: path,
      what: 'not an age identity',
      why: 'the lines of an identity start with AGE-SECRET-KEY-',
      next: 'create one with age-keygen, or use another file',
    },
  ]);
}

/** Calls `load` at most once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
