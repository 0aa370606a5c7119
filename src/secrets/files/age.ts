import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { Secret } from '../../model/secret.ts';
import { WRONG_PASSPHRASE } from './passphrase.ts';
import type { GetPassphrase } from './passphrase.ts';

/**
 * The keys that encrypt and decrypt an inventory's files. Each key is loaded when it is first needed. The operator is
 * prompted for a passphrase only once, for all files.
 */
export interface AgeKeys {
  /** The private keys: `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`. */
  identities(): Promise<readonly Secret[]>;
  /** Recipients to encrypt for, including those of `identities`. If empty, the passphrase encrypts. */
  recipients(): Promise<readonly string[]>;
  readonly passphrase: GetPassphrase;
}

const PASSPHRASE_ATTEMPTS = 3;
const BINARY = 'age-encryption.org/v1';
const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';

/** True for a file of the `age` program, binary or armored. */
export function isEncrypted(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  return start.startsWith(BINARY) || start.trimStart().startsWith(ARMOR);
}

/**
 * Encrypts a text for the recipients of `keys`, or with the passphrase if there are none. Returns armored text that
 * `age --decrypt` reads. A passphrase blocks the event loop for a second, so do not call this while hosts are connected.
 * @param options.file name of the file in messages and in the prompt
 * @param options.passphrase `same` if the passphrase already decrypted the file; `new` prompts for it twice
 * @throws UsageError if a recipient is invalid, or no passphrase is available
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
 * Decrypts a text that `encryptText` or the `age` program encrypted.
 * @param file name of the file in messages and in the prompt
 * @throws UsageError if no key matches or the file is damaged; the message never contains any of the contents
 */
export async function decryptText(encrypted: Uint8Array, keys: AgeKeys, file: string): Promise<Secret> {
  if (hasPassphrase(await unarmored(encrypted, file)))
    return openWithPassphrase(encrypted, file, keys.passphrase);
  const identities = await keys.identities();
  if (identities.length === 0) throw new UsageError([{ where: file, ...NO_IDENTITY }]);
  const text = await decrypt(encrypted, file, { identities });
  if (!text) throw new UsageError([{ where: file, ...NO_MATCH }]);
  return text;
}

/** Decrypts a file that must be encrypted with a passphrase. @throws UsageError as `decryptText` does */
export async function openWithPassphrase(
  encrypted: Uint8Array,
  file: string,
  passphrase: GetPassphrase,
): Promise<Secret> {
  if (!hasPassphrase(await unarmored(encrypted, file)))
    throw new UsageError([{ where: file, ...NEEDS_PASSPHRASE }]);
  for (let attempt = 1; attempt <= PASSPHRASE_ATTEMPTS; attempt++) {
    const typed = await passphrase(file, attempt === 1 ? 'open' : 'wrong');
    const text = await decrypt(encrypted, file, { passphrase: typed });
    if (text) return text;
  }
  throw new UsageError([{ where: file, ...WRONG_PASSPHRASE }]);
}

/** True if a file is encrypted with a passphrase, not for recipients. @throws UsageError if it is damaged */
export async function isPassphraseEncrypted(encrypted: Uint8Array, file: string): Promise<boolean> {
  return hasPassphrase(await unarmored(encrypted, file));
}

/** Generates an identity, as the `age-keygen` program does. */
export async function generateIdentity(): Promise<Secret> {
  const { generateX25519Identity } = await import('age-encryption');
  return new Secret(await generateX25519Identity());
}

/** Returns the public recipient (`age1…`) of an identity. @throws UsageError if the identity is damaged */
export async function recipientOf(identity: Secret): Promise<string> {
  const { identityToRecipient } = await import('age-encryption');
  try {
    return await identityToRecipient(identity.reveal());
  } catch {
    throw new UsageError([{ what: 'an age identity is damaged', next: 'restore it from its backup' }]);
  }
}

const NO_IDENTITY: Problem = {
  what: 'encrypted for an age identity, but none is set',
  next: 'set secrets.identity in the inventory, or QUORATE_AGE_IDENTITY',
};
const NEEDS_PASSPHRASE: Problem = {
  what: 'this identity file is itself encrypted for another age identity',
  next: 'use an identity file that is plain or encrypted with a passphrase',
};
const NO_MATCH: Problem = {
  what: 'the age identity cannot decrypt this file',
  why: 'it is encrypted for other recipients',
  next: 'use another identity, or have the file encrypted for yours',
};
const TOO_COSTLY: Problem = {
  what: 'the work factor of its passphrase is too high',
  next: 'encrypt it again with age -p',
};
const DAMAGED: Problem = {
  what: 'damaged, or not a file of the age program',
  next: 'restore it from its backup',
};

async function unarmored(encrypted: Uint8Array, file: string): Promise<Uint8Array> {
  const text = Buffer.from(encrypted).toString('latin1');
  if (text.startsWith(BINARY)) return encrypted;
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

/** Returns undefined if no key matches. The library's errors differ only in their text. */
async function decrypt(encrypted: Uint8Array, file: string, by: With): Promise<Secret | undefined> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  if ('passphrase' in by) decrypter.addPassphrase(by.passphrase.reveal());
  else for (const identity of by.identities) decrypter.addIdentity(identity.reveal());
  const binary = await unarmored(encrypted, file);
  try {
    return new Secret(await textOf(await decrypter.decrypt(streamOf(binary))));
  } catch (error) {
    const { message } = error as Error;
    if (/no identity matched/.test(message)) return undefined;
    throw new UsageError([
      { where: file, ...(/work factor is too high/.test(message) ? TOO_COSTLY : DAMAGED) },
    ]);
  }
}

/** Streams, because the library reads other input with `Response`, for which Node loads its whole HTTP client. */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks));
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
        what: `${recipient.slice(0, 16)}… is not an age recipient that Quorate can encrypt for`,
        next: 'use recipients that start with age1',
      },
    ]);
  }
}
