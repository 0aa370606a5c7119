import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const PKCS8 = /^\s*-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/;

export function isPkcs8(text: Buffer): boolean {
  return PKCS8.test(text.toString('latin1'));
}

/**
 * Converts a PKCS #8 key to a format that ssh2 reads: PKCS #1, SEC 1 or, for Ed25519, OpenSSH's.
 * @throws Error if the passphrase is wrong
 */
export function fromPkcs8(text: Buffer, passphrase?: string): string | Buffer {
  const key = createPrivateKey({ key: text, ...(passphrase === undefined ? {} : { passphrase }) });
  if (key.asymmetricKeyType === 'ed25519') return openSshEd25519(key);
  return key.export({ type: key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1', format: 'pem' });
}

const TYPE = 'ssh-ed25519';
/** Two equal numbers, which show that a key was decrypted. */
const CHECK = Buffer.alloc(8);
const BLOCK = 8;

/** Encodes a key as PROTOCOL.key of OpenSSH defines it, without encryption. */
function openSshEd25519(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const [open, seed] = [Buffer.from(x, 'base64url'), Buffer.from(d, 'base64url')];
  const fields = [string(TYPE), string(open), string(Buffer.concat([seed, open])), string('')];
  const secret = Buffer.concat([CHECK, ...fields]);
  const padding = Buffer.from(
    Array.from({ length: (BLOCK - (secret.length % BLOCK)) % BLOCK }, (_, i) => i + 1),
  );
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[string('none'), string('none'), string(''), Buffer.from([0, 0, 0, 1])],
    string(Buffer.concat([string(TYPE), string(open)])),
    string(Buffer.concat([secret, padding])),
  ]);
  const lines = bytes.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
