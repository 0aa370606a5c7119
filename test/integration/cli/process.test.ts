import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { buildProgram } from '../../support/built-program.ts';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const built = buildProgram();
const program = `${process.execPath} ${join(built, 'quorate.js')}`;
afterAll(() => rmSync(built, { recursive: true }));

/** Runs the program as a process, started by a shell. */
function run(line: string) {
  return spawnSync('bash', ['-o', 'pipefail', '-c', line], { cwd: root, encoding: 'utf8' });
}

test('the process prints its version and exits with 0', () => {
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };
  expect(run(`${program} --version`)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(`${version}\n`),
  });
});

test('the process exits with the code of the error after writing all output', () => {
  const { status, stdout, stderr } = run(`${program} deploy no-such-inventory.yaml`);
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('file not found')]);
});

test('a closed pipe is not an error', () => {
  expect(run(`${program} --help | head -c 1`)).toMatchObject({ status: 0, stdout: 'q', stderr: '' });
});

describe('an output that cannot be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-output-'));
  const hosts =
    '--databases 198.51.100.11,198.51.100.12,198.51.100.13 --brokers 198.51.100.21,198.51.100.22,198.51.100.23 --managers 198.51.100.31,198.51.100.32';
  const passphrase = 'QUORATE_AGE_PASSPHRASE=correct-horse';
  beforeAll(() => {
    const { status, stderr } = run(`${passphrase} ${program} init ${join(folder, 'demo')} ${hosts}`);
    expect([status, stderr]).toEqual([0, '']);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const LOST = /a part of the output could not be written: ENOSPC[^]*next: free space/;

  test.each([
    '--help',
    'validate INVENTORY --output json',
    'rehearse INVENTORY',
    'rehearse INVENTORY --output json',
  ])('is reported, with a code of its own: %s', (words) => {
    const line = words.replace('INVENTORY', join(folder, 'demo/inventory.yaml'));
    const { status, stderr } = run(`${passphrase} ${program} ${line} >/dev/full`);
    expect([status, stderr]).toEqual([8, expect.stringMatching(LOST)]);
  });

  test('does not hide why a command failed', () => {
    const failing = `${program} deploy no-such-inventory.yaml`;
    expect(run(`${failing} 2>/dev/full`)).toMatchObject({ status: 2, stderr: '' });
    const { status, stderr } = run(`${failing} --output json >/dev/full`);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/file not found/)]);
    expect(stderr).toMatch(LOST);
  });
});
