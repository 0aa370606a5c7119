import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { COMMANDS, commandsIn } from './commands.ts';
import { fakeEdges } from './edges.ts';

jest.setTimeout(180_000);

/**
 * Commands that change neither hosts nor files, except for the files that they are named after: the page of a run, a
 * rehearsal, a saved plan. `check --fix` fixes what `check` lists.
 */
const UNCHANGING = [
  ...[
    'validate',
    'ssh-config',
    'check',
    'completion',
    'status',
    'watch',
    'verify',
    'drift',
    'recover',
    'runs',
  ],
  ...['explain', 'report', 'rehearse', 'plan', 'secrets list', 'secrets check', 'certificates check'],
];

test('every command that changes something has --dry-run', () => {
  const changing = commandsIn(COMMANDS)
    .filter(({ path }) => !UNCHANGING.includes(path.join(' ')))
    .map(({ path, command }) => [path.join(' '), 'dry-run' in command.flags]);
  expect(changing).toEqual(changing.map(([name]) => [name, true]));
  expect(changing.length).toBeGreaterThan(20);
});

let home = '';
const HOSTS = [
  '--databases=10.0.0.11,10.0.0.12,10.0.0.13',
  ...['--brokers=10.0.0.21,10.0.0.22,10.0.0.23', '--managers=10.0.0.31,10.0.0.32'],
];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'quorate-dry-run-'));
  expect((await quorate('init', join(home, 'prod'), ...HOSTS)).code).toBe(0);
  for (const file of ['db1.crt', 'db1.key']) rmSync(join(home, 'prod/certificates', file));
  writeFileSync(join(home, 'editor'), '#!/bin/sh\necho "# edited" >>"$1"\n', { mode: 0o755 });
});
afterAll(() => rmSync(home, { recursive: true }));

async function quorate(...argv: readonly string[]) {
  const env = { USER: 'operator', HOME: home, EDITOR: join(home, 'editor'), PATH: process.env['PATH'] ?? '' };
  const fake = fakeEdges({ env, clock: systemClock });
  const code = await main(argv, fake.edges);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

/** Names, contents and times of all files. */
function files(): readonly string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${path} ${statSync(path).mtimeMs} ${readFileSync(path, 'utf8')}`)
    .toSorted();
}

describe('--dry-run shows what would be written, writes nothing, and exits with 0', () => {
  test.each([
    ['init NEW HOSTS', 'secrets.age'],
    ['init PROD HOSTS --force', 'inventory.yaml'],
    ['secrets generate INVENTORY --renew etcd_token', 'etcd_token'],
    ['secrets edit INVENTORY', 'secrets.age: would be written'],
    ['certificates issue INVENTORY', 'db1.crt'],
    ['certificates issue INVENTORY --renew --output json', '"wouldWrite"'],
    ['certificates csr INVENTORY', 'db1.csr'],
    ['certificates import INVENTORY CERTIFICATE CA', 'db2.crt'],
  ])('%s', async (line, shown) => {
    const before = files();
    const words = line.split(' ').flatMap((word) => WORDS()[word] ?? [word]);
    const { code, stdout, stderr } = await quorate(...words, '--dry-run');
    expect([code, stdout, stderr.replace(/^note: .*\n/, '')]).toEqual([
      0,
      expect.stringContaining(shown),
      '',
    ]);
    expect(files()).toEqual(before);
  });
});

const WORDS = (): Readonly<Record<string, readonly string[]>> => ({
  NEW: [join(home, 'new')],
  PROD: [join(home, 'prod')],
  HOSTS,
  INVENTORY: [join(home, 'prod/inventory.yaml')],
  CERTIFICATE: [join(home, 'prod/certificates/db2.crt')],
  CA: [join(home, 'prod/certificates/ca.crt')],
});
