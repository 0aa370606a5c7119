import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
jest.setTimeout(60_000);

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-rules-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The names of the rules that a little program breaks, each with the file that breaks it. */
function broken(files: Readonly<Record<string, string>>): readonly string[] {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const { stdout } = spawnSync(
    process.execPath,
    [program, 'src', '--config', config, '--output-type', 'json'],
    { cwd: folder, encoding: 'utf8' },
  );
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return [...new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`))].sort();
}

test('a program that keeps to its rooms breaks no rule', () => {
  const files = {
    'src/model/plan.ts': 'export const plan = 1;',
    'src/gates/gate.ts': "import { plan } from '../model/plan.ts'; export const gate = plan;",
    'src/playbook/load.ts': "import { readFileSync } from 'node:fs'; export const load = readFileSync;",
    'src/transport/port.ts': "import type { plan } from '../model/plan.ts'; export type Port = typeof plan;",
    'src/transport/ssh/connect.ts': "import ssh2 from 'ssh2'; export const connect = ssh2;",
    'src/cli/run.ts': "import { connect } from '../transport/ssh/connect.ts'; export const run = connect;",
  };
  expect(broken(files)).toEqual([]);
});

test('a room that imports what the table does not give it is refused, even for a type', () => {
  const files = {
    'src/gates/gate.ts': 'export type Gate = 1;',
    'src/membership/prove.ts': "import type { Gate } from '../gates/gate.ts'; export type Proof = Gate;",
    'src/attic/old.ts': "import type { Gate } from '../gates/gate.ts'; export type Old = Gate;",
  };
  expect(broken(files)).toEqual([
    'src/attic/old.ts: every-room-has-a-rule',
    'src/membership/prove.ts: membership-imports-only-its-rooms',
  ]);
});

test('a pure room that reaches a file, a socket, a timer or a clock is refused, however far away it is', () => {
  const files = {
    'src/model/near.ts': "import { connect } from 'node:net'; export const near = connect;",
    'src/phases/far.ts': "import { near } from '../model/near.ts'; export const far = near;",
    'src/gates/wait.ts': "import { setTimeout } from 'node:timers/promises'; export const wait = setTimeout;",
    'src/plan/now.ts': "import { now } from '../clock/clock.ts'; export const at = now;",
    'src/clock/clock.ts': 'export const now = () => Date.now();',
    'src/playbook/read.ts': "import { readFile } from 'fs/promises'; export const read = readFile;",
  };
  expect(broken(files)).toEqual([
    'src/gates/wait.ts: pure-rooms-stay-pure',
    'src/model/near.ts: pure-rooms-stay-pure',
    'src/phases/far.ts: pure-rooms-stay-pure',
    'src/plan/now.ts: plan-imports-only-its-rooms',
    'src/plan/now.ts: pure-rooms-have-no-clock',
    'src/playbook/read.ts: pure-rooms-stay-pure',
  ]);
});

test('packages with a place of their own are refused anywhere else, near or far', () => {
  const files = {
    'src/transport/ssh/connect.ts': "import ssh2 from 'ssh2'; export const connect = ssh2;",
    'src/execute/run.ts':
      "import { connect } from '../transport/ssh/connect.ts'; export const run = connect;",
    'src/cli/raw.ts': "import ssh2 from 'ssh2'; export const raw = ssh2;",
    'src/report/plain.ts': "import { Listr } from 'listr2'; export const plain = Listr;",
    'src/execute/lanes.ts': "import PQueue from 'p-queue'; export const lanes = PQueue;",
    'src/journal/flags.ts': "import yargs from 'yargs'; export const flags = yargs;",
    'src/inventory/check.ts': "import Ajv from 'ajv'; export const check = Ajv;",
  };
  expect(broken(files)).toEqual([
    'src/cli/raw.ts: ssh2-imported-only-in-its-place',
    'src/execute/lanes.ts: p-queue-imported-only-in-its-place',
    'src/execute/lanes.ts: p-queue-only-in-its-place',
    'src/execute/run.ts: execute-imports-only-its-rooms',
    'src/execute/run.ts: ssh2-only-in-its-place',
    'src/inventory/check.ts: ajv-only-at-build-time',
    'src/journal/flags.ts: yargs-imported-only-in-its-place',
    'src/report/plain.ts: listr2-imported-only-in-its-place',
    'src/report/plain.ts: listr2-only-in-its-place',
  ]);
});

test('cycles, simulated hosts in a real run, and imports that lead nowhere are refused', () => {
  const files = {
    'src/model/a.ts': "import { b } from './b.ts'; export const a = () => b;",
    'src/model/b.ts': "import { a } from './a.ts'; export const b = () => a;",
    'src/simulate/hosts.ts': 'export const hosts = 1;',
    'src/cli/run.ts': "import { hosts } from '../simulate/hosts.ts'; export const run = hosts;",
    'src/cli/gone.ts': "import { gone } from './missing.ts'; export const lost = gone;",
  };
  expect(broken(files)).toEqual([
    'src/cli/gone.ts: nothing-unresolved',
    'src/cli/run.ts: simulator-is-no-part-of-a-deploy',
    'src/model/a.ts: no-cycles',
  ]);
});
