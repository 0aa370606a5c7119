import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../../support/built-program.ts';

jest.setTimeout(120_000);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const RUNS = 15;
/** Maximum, as a multiple of node alone. */
const LIMIT = 3;

let built = '';
beforeAll(() => {
  built = buildProgram();
});
afterAll(() => rmSync(built, { recursive: true }));

test('the built --help takes at most three times as long as node alone, because it loads no work of any command', () => {
  const alone: number[] = [];
  const help: number[] = [];
  // Alternates, and compares the fastest of each, because other load on the machine only adds time.
  for (let run = 0; run < RUNS; run += 1) {
    alone.push(node('-e', '0'));
    help.push(node(join(built, 'quorate.js'), '--help'));
  }
  expect(Math.min(...help) / Math.min(...alone)).toBeLessThanOrEqual(LIMIT);
});

/** @returns how long it took, in ms */
function node(...args: readonly string[]): number {
  const began = performance.now();
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return performance.now() - began;
}
