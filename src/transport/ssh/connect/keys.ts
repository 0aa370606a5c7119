import { readFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import type { Problem } from '../../../errors/errors.ts';
import type { SshOptions } from './options.ts';

/** A private key ready for use, or why it cannot be used. */
export type OpenedKey = { readonly key: ParsedKey } | { readonly problem: Problem };

/** Opens private keys: every file is read, and its passphrase asked for, once for all hosts. */
export function keyRing(options: SshOptions): (file: string) => Promise<OpenedKey> {
  const opened = new Map<string, Promise<OpenedKey>>();
  return (file) => {
    const key = opened.get(file) ?? openKey(file, options);
    opened.set(file, key);
    return key;
  };
}

/** Can this file be opened without a passphrase? false also when there is no such key. */
export async function isPlainKey(file: string): Promise<boolean> {
  const text = await readFile(file).catch(() => undefined);
  return text !== undefined && !(ssh2.utils.parseKey(text) instanceof Error);
}

/** Does the agent hold this private key? `file`.pub tells which key it is. */
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
  // ssh2 tells an encrypted key only by its message.
  if (!key.message.includes('no passphrase given'))
    return unusable(file, key.message, 'is it a private key?');
  if (!options.askPassphrase)
    return unusable(file, 'it has a passphrase, and nobody is there to type it', `ssh-add ${file}`);
  const passphrase = await options.askPassphrase(file);
  const opened = ssh2.utils.parseKey(text, passphrase.reveal());
  return opened instanceof Error
    ? unusable(file, 'the passphrase does not open it', 'run again')
    : { key: opened };
}

function publicPart(key: string | ParsedKey): Buffer | undefined {
  const parsed = ssh2.utils.parseKey(key);
  return parsed instanceof Error ? undefined : parsed.getPublicSSH();
}

function unusable(file: string, why: string, next: string): OpenedKey {
  return { problem: { what: `the key ${file} cannot be used`, why, next } };
}
