import { readFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import type { Problem } from '../../../errors/errors.ts';
import type { SshOptions } from './options.ts';

/** A decrypted private key, or the reason why there is none. */
export type OpenedKey = { readonly key: ParsedKey } | { readonly problem: Problem };

/** Opens private keys. Reads each file and prompts for its passphrase once for all hosts. */
export function keyRing(options: SshOptions): (file: string) => Promise<OpenedKey> {
  const opened = new Map<string, Promise<OpenedKey>>();
  return (file) => {
    const key = opened.get(file) ?? openKey(file, options);
    opened.set(file, key);
    return key;
  };
}

/** True if the file is a key that can be read without a passphrase. */
export async function isPlainKey(file: string): Promise<boolean> {
  const text = await readFile(file).catch(() => undefined);
  return text !== undefined && !(ssh2.utils.parseKey(text) instanceof Error);
}

/** True if the agent has this private key. Compares it with the public key in `file`.pub. */
export async function agentHolds(agent: string, file: string): Promise<boolean> {
  const text = await readFile(`${file}.pub`, 'utf8').catch(() => '');
  const wanted = publicPart(text);
  if (!wanted) return false;
  return new Promise((resolve) => {
    ssh2.createAgent(agent).getIdentities((error, keys) => {
      resolve(!error && (keys ?? []).some((key) => publicPart(key as ParsedKey)?.equals(wanted)));
    });
  });
}

async function openKey(file: string, options: SshOptions): Promise<OpenedKey> {
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (error) {
    return unusable(file, (error as Error).message, 'correct `identity` in the inventory');
  }
  const key = ssh2.utils.parseKey(text);
  if (!(key instanceof Error)) return { key };
  // ssh2 reports an encrypted key only in its message.
  if (!key.message.includes('no passphrase given'))
    return unusable(file, key.message, 'set `ssh.identity` to a private key');
  if (!options.askPassphrase)
    return unusable(
      file,
      'the key has a passphrase, and there is no terminal to prompt on',
      `ssh-add ${file}`,
    );
  const passphrase = await options.askPassphrase(file);
  const opened = ssh2.utils.parseKey(text, passphrase.reveal());
  return opened instanceof Error
    ? unusable(file, 'wrong passphrase', 'run the same command again')
    : { key: opened };
}

function publicPart(key: string | ParsedKey): Buffer | undefined {
  const parsed = ssh2.utils.parseKey(key);
  return parsed instanceof Error ? undefined : parsed.getPublicSSH();
}

function unusable(file: string, why: string, next: string): OpenedKey {
  return { problem: { what: `cannot use the key ${file}`, why, next } };
}
