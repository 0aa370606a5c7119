import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from './failure.ts';

export interface Ownership {
  readonly owner?: string;
  readonly group?: string;
  readonly mode?: number;
}

export function write(path: string, text: string, ownership: Ownership = {}): void {
  mkdirSync(dirname(path), { recursive: true });
  // Create the file with its final mode, so that other users can never read a secret in it.
  if (ownership.mode !== undefined && !existsSync(path)) writeFileSync(path, '', { mode: ownership.mode });
  writeFileSync(path, text);
  own(path, ownership);
}

export function makeDirectory(path: string, ownership: Ownership = {}): void {
  mkdirSync(path, { recursive: true });
  own(path, ownership);
}

export function own(path: string, { owner, group, mode }: Ownership): void {
  if (mode !== undefined) chmodSync(path, mode);
  if (owner !== undefined) chownSync(path, userId(owner), groupId(group ?? owner));
}

export function remove(...found: readonly string[]): void {
  for (const path of found) rmSync(path, { recursive: true, force: true });
}

/**
 * Copies a file. Keeps an existing destination under a name with a timestamp, as the product does with certificates.
 */
export function copyWithBackup(source: string, destination: string): void {
  if (existsSync(destination)) {
    const name = `${compactTime(new Date())}_${basename(destination)}`;
    cpSync(destination, join(dirname(destination), name), { preserveTimestamps: true });
  }
  mkdirSync(dirname(destination), { recursive: true });
  cpSync(source, destination, { force: true });
}

export function compactTime(now: Date): string {
  const digits = now.toISOString().replace(/[-:]/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(9, 15)}`;
}

export function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const userId = (name: string): number => lookUp('/etc/passwd', name);
const groupId = (name: string): number => lookUp('/etc/group', name);

function lookUp(file: string, name: string): number {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [entry, , id] = line.split(':');
    if (entry === name) return Number(id);
  }
  throw new Failure(
    'ProcessExecutionError',
    `Failed running command: ['chown'] (invalid user or group: '${name}').`,
  );
}
