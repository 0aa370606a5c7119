import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import { WRONG_PASSPHRASE } from './passphrase.ts';
import type { GetPassphrase } from './passphrase.ts';

/**
 * What an inventory's files are sealed with and opened by. Each is looked up when it is first wanted, and a person is
 * asked for a passphrase once, however many files it opens.
 */
export interface AgeKeys {
  /** `AGE-SECRET-KEY-1…` */
  identities(): Promise<readonly Secret[]>;
  /** Whom to seal for, our own identities among them; none: a passphrase seals. */
  recipients(): Promise<readonly string[]>;
  readonly passphrase: GetPassphrase;
}

/** How often a person may type a passphrase. */
const ATTEMPTS = 3;
const BINARY = 'age-encryption.org/v1';
const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Is this a file of the `age` program, in either of its two forms? */
export function isEncrypted(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  return start.startsWith(BINARY) || start.trimStart().startsWith(ARMOR);
}

/**
 * Encrypts a text for the recipients of `keys`, or with their passphrase where there are none, as ASCII that
 * `age --decrypt` reads. A passphrase blocks the event loop for a second: never while hosts are connected.
 * @param file its name for messages and for the question
 * @param options.passphrase `same` for a file that the passphrase has opened; else a new one is typed twice
 * @throws UsageError when a recipient is none, or the passphrase cannot be had
 */
export async function encryptText(
  text: Secret,
  keys: AgeKeys,
  { file, passphrase = 'new' }: { readonly file: string; readonly passphrase?: 'new' | 'same' },
): Promise<string> {
  const { Encrypter, armor } = await import('age-encryption');
  const encrypter = new Encrypter();
  const recipients = passphrase === 'same' ? [] : await keys.recipients();
  for (const recipient of recipients) addRecipient(encrypter, recipient, file);
  if (recipients.length === 0)
    encrypter.setPassphrase((await keys.passphrase(file, passphrase === 'new' ? 'new' : 'open')).reveal());
  return armor.encode(await encrypter.encrypt(text.reveal()));
}

/**
 * The text that `sealText`, or the `age` program, has encrypted.
 * @param file its name for messages and for the question
 * @throws UsageError when no key fits or the file is damaged; nothing of its contents is in a message
 */
export async function decryptText(sealed: Uint8Array, keys: AgeKeys, file: string): Promise<Secret> {
  if (hasPassphrase(await unarmored(sealed, file))) return openWithPassphrase(sealed, file, keys.passphrase);
  const identities = await keys.identities();
  if (identities.length === 0) throw new UsageError([{ where: file, ...NO_IDENTITY }]);
  const text = await decrypt(sealed, file, { identities });
  if (!text) throw new UsageError([{ where: file, ...NO_MATCH }]);
  return text;
}

/** The same for a file that only a passphrase can open. */
export async function openWithPassphrase(
  sealed: Uint8Array,
  file: string,
  passphrase: GetPassphrase,
): Promise<Secret> {
  if (!hasPassphrase(await unarmored(sealed, file)))
    throw new UsageError([{ where: file, ...NEEDS_PASSPHRASE }]);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const typed = await passphrase(file, attempt === 1 ? 'open' : 'wrong');
    const text = await decrypt(sealed, file, { passphrase: typed });
    if (text) return text;
  }
  throw new UsageError([{ where: file, ...WRONG_PASSPHRASE }]);
}

/** Was it sealed with a passphrase, not for recipients? @throws UsageError when it is damaged */
export async function isPassphraseEncrypted(sealed: Uint8Array, file: string): Promise<boolean> {
  return hasPassphrase(await unarmored(sealed, file));
}

/** A new identity, as the `age-keygen` program makes it. */
export async function generateIdentity(): Promise<Secret> {
  const { generateX25519Identity } = await import('age-encryption');
  return new Secret(await generateX25519Identity());
}

/** `age1…`, public. */
export async function recipientOf(identity: Secret): Promise<string> {
  const { identityToRecipient } = await import('age-encryption');
  try {
    return await identityToRecipient(identity.reveal());
  } catch {
    throw new UsageError([{ what: 'an age identity is damaged', next: 'fetch it again from its backup' }]);
  }
}

const NO_IDENTITY: Problem = {
  what: 'it is encrypted for an age identity, and none is given',
  next: 'give secrets.identity in the inventory, or QUORATE_AGE_IDENTITY',
};
const NEEDS_PASSPHRASE: Problem = {
  what: 'it is encrypted for another age identity',
  next: 'name an identity file that is plain or has a passphrase',
};
const NO_MATCH: Problem = {
  what: 'the age identity does not open it',
  why: 'it was encrypted for other recipients',
  next: 'name another identity, or have it encrypted for yours',
};
const TOO_COSTLY: Problem = {
  what: 'its passphrase was made too costly to open',
  next: 'encrypt it again with age -p',
};
const DAMAGED: Problem = {
  what: 'it is damaged, or no file of the age program',
  next: 'fetch it again from its backup',
};

async function unarmored(sealed: Uint8Array, file: string): Promise<Uint8Array> {
  const text = Buffer.from(sealed).toString('latin1');
  if (text.startsWith(BINARY)) return sealed;
  const { armor } = await import('age-encryption');
  try {
    return armor.decode(text);
  } catch {
    throw new UsageError([{ where: file, ...DAMAGED }]);
  }
}

const hasPassphrase = (binary: Uint8Array): boolean =>
  Buffer.from(binary.subarray(0, 64)).toString('latin1').startsWith(`${BINARY}\n-> scrypt `);

type With = { readonly identities: readonly Secret[] } | { readonly passphrase: Secret };

/** @returns undefined when no key fits. The library tells its errors apart by their words only. */
async function decrypt(sealed: Uint8Array, file: string, by: With): Promise<Secret | undefined> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  if ('passphrase' in by) decrypter.addPassphrase(by.passphrase.reveal());
  else for (const identity of by.identities) decrypter.addIdentity(identity.reveal());
  const binary = await unarmored(sealed, file);
  try {
    return new Secret(await decrypter.decrypt(binary, 'text'));
  } catch (error) {
    const { message } = error as Error;
    if (/no identity matched/.test(message)) return undefined;
    throw new UsageError([
      { where: file, ...(/work factor is too high/.test(message) ? TOO_COSTLY : DAMAGED) },
    ]);
  }
}

function addRecipient(
  encrypter: { addRecipient(recipient: string): void },
  recipient: string,
  file: string,
): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new UsageError([
      {
        where: file,
        what: `${recipient.slice(0, 16)}… is no age recipient that quorate can encrypt for`,
        next: 'give recipients that begin with age1',
      },
    ]);
  }
}
