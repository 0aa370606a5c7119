import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from './authority.ts';
import type { Authority, Leaf } from './authority.ts';

/** File contents by name, with a mode if it is not 0600. */
export type Files = Readonly<
  Record<string, string | Buffer | { readonly text: string; readonly mode: number }>
>;

/** Valid leaf certificates for `CLUSTER`, by file name. */
export const VALID = {
  db1: { commonName: 'db1', names: ['db1', 'db1.example.com'], addresses: ['10.0.0.11'] },
  rabbit1: { commonName: 'rabbit1', names: ['rabbit1'], addresses: ['10.0.0.21', '10.9.0.21'] },
  manager1: { commonName: 'manager1', names: ['manager1'], addresses: ['10.0.0.31', '10.9.0.31'] },
  lb1: { commonName: 'lb1', names: ['lb1'], addresses: ['10.0.0.41', '203.0.113.1'] },
  'manager1-db-client': { commonName: 'cloudify' },
  'manager1-db-superuser': { commonName: 'postgres' },
} as const satisfies Readonly<Record<string, Leaf>>;

export interface ValidSet {
  readonly ca: Authority;
  readonly files: Files;
}

/** Creates a CA and all certificates of `CLUSTER`, all valid. */
export async function validSet(): Promise<ValidSet> {
  const ca = await makeAuthority();
  const pairs = await Promise.all(Object.entries(VALID).map(([name, leaf]) => pairOf(ca, name, leaf)));
  return { ca, files: Object.assign({ 'ca.crt': ca.certificate }, ...pairs) as Files };
}

/** Returns the two files of a leaf certificate. */
export async function pairOf(ca: Authority, name: string, leaf: Leaf): Promise<Files> {
  const { certificate, key } = await ca.issue(leaf);
  return { [`${name}.crt`]: certificate, [`${name}.key`]: key };
}

/** Writes the files into a temporary directory while `use` runs. */
export async function inDirectory<T>(files: Files, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'quorate-certificates-'));
  try {
    for (const [name, file] of Object.entries(files)) {
      const { text, mode } =
        typeof file === 'string' || Buffer.isBuffer(file) ? { text: file, mode: 0o600 } : file;
      await writeFile(join(directory, name), text);
      await chmod(join(directory, name), mode);
    }
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
