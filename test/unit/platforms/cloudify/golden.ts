import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from '@jest/globals';

/** Compares a text with its golden file. `UPDATE_GOLDEN=1` writes the file instead, to be read before it is kept. */
export function expectGolden(file: URL, text: string): void {
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
