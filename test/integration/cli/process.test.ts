import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = 'node --import tsx src/cli/quorate.ts';

/** Runs the program as a process, started by a shell. */
function run(line: string) {
  return spawnSync('bash', ['-o', 'pipefail', '-c', line], { cwd: root, encoding: 'utf8' });
}

test('the process prints its version and exits with 0', () => {
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };
  expect(run(`${program} --version`)).toMatchObject({ status: 0, stdout: `${version}\n` });
});

test('the process exits with the code of the error after writing all output', () => {
  const { status, stdout, stderr } = run(`${program} deploy no-such-inventory.yaml`);
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('file not found')]);
});

test('a closed pipe is not an error', () => {
  expect(run(`${program} --help | head -c 1`)).toMatchObject({ status: 0, stdout: 'q', stderr: '' });
});
