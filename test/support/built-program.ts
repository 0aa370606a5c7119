import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the program as it is delivered, in a directory of its own, so that dist/ stays unchanged.
 * @returns the directory, which the test removes; it contains quorate.js
 */
export function buildProgram(): string {
  const built = mkdtempSync(join(root, 'node_modules', '.quorate-'));
  const words = ['--import', 'tsx', 'build/build.ts', relative(root, built)];
  execFileSync(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return built;
}
