import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../../support/built-program.ts';

jest.setTimeout(120_000);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const RUNS = 10;

let built = '';
beforeAll(() => {
  built = buildProgram();
  writeFileSync(join(built, 'usage.cjs'), USAGE);
});
afterAll(() => rmSync(built, { recursive: true }));

/** Prints the processor time of a process when it ends. */
const USAGE = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('fs').writeSync(2, String(user + system));
})`;

/** Compares processor time, the least of several runs, because other load on the machine does not add to it much. */
function timesNodeAlone(...args: readonly string[]): number {
  const alone: number[] = [];
  const program: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    alone.push(node('-e', '0'));
    program.push(node(join(built, 'quorate.js'), ...args));
  }
  return Math.min(...program) / Math.min(...alone);
}

test('the built --help takes at most three times as long as node alone, because it loads no work of any command', () => {
  expect(timesNodeAlone('--help')).toBeLessThanOrEqual(3);
});

test('completing a host takes at most four times as long as node alone, so that a shell waits less than 300 ms', () => {
  const words = ['remove-database', 'inventories/three-each.yaml', ''];
  expect(timesNodeAlone('completion', 'bash', '--', ...words)).toBeLessThanOrEqual(4);
});

/** @returns its processor time, in microseconds */
function node(...args: readonly string[]): number {
  const { stderr } = spawnSync(process.execPath, ['--require', join(built, 'usage.cjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  expect(stderr).toMatch(/^\d+$/);
  return Number(stderr);
}
