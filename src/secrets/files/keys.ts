import { UsageError } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { KeysSource } from '../../model/sources.ts';
import { isEncrypted, openWithPassphrase, recipientOf } from './age.ts';
import type { AgeKeys } from './age.ts';
import { passphraseGetter } from './passphrase.ts';
import type { GetPassphrase, PassphraseInput } from './passphrase.ts';
import { readPrivateFile } from './private-file.ts';

const IDENTITY = /^AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+$/i;

/** The keys an inventory names. QUORATE_AGE_IDENTITY, a path, goes before the inventory's own. Reads nothing yet. */
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

/** An identity file as `age-keygen` writes it; it may itself be sealed with a passphrase. */
async function readIdentities(path: string, passphrase: GetPassphrase): Promise<readonly Secret[]> {
  const ifMissing = 'check secrets.identity, or set QUORATE_AGE_IDENTITY to where it is';
  const bytes = await readPrivateFile(path, { what: 'the age identity', ifMissing });
  const text = isEncrypted(bytes)
    ? (await openWithPassphrase(bytes, path, passphrase)).reveal()
    : bytes.toString('utf8');
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length > 0 && keys.every((line) => IDENTITY.test(line))) return keys.map((key) => new Secret(key));
  throw new UsageError([
    {
      where: path,
      what: 'this is no age identity',
      why: 'such a file has lines that begin with AGE-SECRET-KEY-1',
      next: 'make one with age-keygen, or name another file',
    },
  ]);
}

function once<T>(get: () => Promise<T>): () => Promise<T> {
  let got: Promise<T> | undefined;
  return () => (got ??= get());
}
