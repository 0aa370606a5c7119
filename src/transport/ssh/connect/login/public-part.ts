import { access } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import { readLocalFile } from '../../../../errors/local-file.ts';

/** The public part of a key that the inventory names, as the agent has it. */
export async function publicPartOf(file: string): Promise<Buffer | undefined> {
  const [own, beside] = await Promise.all([textOf(file), textOf(`${file}.pub`)]);
  return publicPart(own) ?? publicOfEncrypted(own) ?? publicPart(beside);
}

export function publicPart(key: string | Buffer | ParsedKey): Buffer | undefined {
  const parsed = ssh2.utils.parseKey(key);
  return parsed instanceof Error ? undefined : parsed.getPublicSSH();
}

/** The private key of a public key file: the file of the same name without `.pub`, if it exists. */
export async function privateFileOf(file: string): Promise<string | undefined> {
  const name = /^(.+)\.pub$/.exec(file)?.[1];
  if (name === undefined) return undefined;
  return access(name).then(
    () => name,
    () => undefined,
  );
}

/** An encrypted key in OpenSSH's format has its public part in plain (PROTOCOL.key of OpenSSH). */
function publicOfEncrypted(text: string): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----END/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, 'base64');
  let at = MAGIC.length;
  const field = () => {
    const length = bytes.length >= at + 4 ? bytes.readUInt32BE(at) : 0;
    at += 4 + length;
    return bytes.subarray(at - length, at);
  };
  const [cipher, kdf, kdfOptions] = [field(), field(), field()];
  if (![cipher, kdf, kdfOptions].every(({ length }) => length > 0)) return undefined;
  at += 4;
  const key = field();
  return key.length > 0 ? key : undefined;
}

const MAGIC = 'openssh-key-v1\0';

function textOf(file: string): Promise<string> {
  return readLocalFile(file).then(
    ({ bytes }) => bytes.toString('latin1'),
    () => '',
  );
}
