import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { LocalFile } from '../model/material.ts';

/**
 * Returns SHA-256 (hex) and size in bytes of a file. Streams the file, because packages exceed a gigabyte.
 * @throws Error if the file cannot be read
 */
export async function digestFile(path: string): Promise<LocalFile> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { path, sha256: hash.digest('hex'), size };
}
