/**
 * Runs on a host of the lab (see query.ts). Finds each private key in PEM on its disks and prints its path and digest.
 */
import { createHash, createPublicKey } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FoundKey {
  readonly path: string;
  /** SHA-256 of the public key, or why the key cannot be read. */
  readonly key: string;
}

// Kernel file systems, directories of the distribution's packages, and sshd's host keys.
const skipped = [
  /^\/(proc|sys|dev)$/,
  /^\/usr\/(bin|include|lib|lib32|lib64|libexec|sbin|share|src|games)$/,
  /^\/etc\/ssh\/ssh_host_/,
];
const largest = 4 * 1024 * 1024;
const pem = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?-----END \1PRIVATE KEY-----/g;
const found: FoundKey[] = [];

function walk(path: string): void {
  if (skipped.some((pattern) => pattern.test(path))) return;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) for (const name of list(path)) walk(join(path, name));
  else if (stat?.isFile() && stat.size > 0 && stat.size <= largest) read(path);
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return []; // deleted meanwhile
  }
}

function read(path: string): void {
  let text = '';
  try {
    text = readFileSync(path, 'latin1');
  } catch {
    return; // deleted meanwhile
  }
  for (const [block] of text.matchAll(pem)) found.push({ path, key: publicDigest(block) });
}

function publicDigest(block: string): string {
  try {
    const spki = createPublicKey(block).export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(spki).digest('hex');
  } catch (error) {
    return `unreadable: ${(error as Error).message}`;
  }
}

walk('/');
process.stdout.write(JSON.stringify(found));
