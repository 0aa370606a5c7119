import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { drawModules, withDiagram } from '../../../build/rules/diagram.ts';
import modules from '../../../build/rules/modules.cjs';
import { broken, folder, root, write } from './small-program.ts';

jest.setTimeout(60_000);

test('accepts imports that the table of modules allows', () => {
  const files = {
    'src/model/plan.ts': 'export const plan = 1;',
    'src/gates/gate.ts': "import { plan } from '../model/plan.ts'; export const gate = plan;",
    'src/playbook/load.ts': "import { readFileSync } from 'node:fs'; export const load = readFileSync;",
    'src/transport/port.ts': "import type { plan } from '../model/plan.ts'; export type Port = typeof plan;",
    'src/transport/ssh/transport.ts': "import ssh2 from 'ssh2'; export const connect = ssh2;",
    'src/cli/run.ts': "import { connect } from '../transport/ssh/transport.ts'; export const run = connect;",
  };
  expect(broken(files)).toEqual([]);
});

test('rejects an import that the table of modules does not allow, even of a type', () => {
  const files = {
    'src/gates/gate.ts': 'export type Gate = 1;',
    'src/membership/prove.ts': "import type { Gate } from '../gates/gate.ts'; export type Proof = Gate;",
    'src/attic/old.ts': "import type { Gate } from '../gates/gate.ts'; export type Old = Gate;",
  };
  expect(broken(files)).toEqual([
    'src/attic/old.ts: every-module-has-a-rule',
    'src/membership/prove.ts: membership-imports-only-its-modules',
  ]);
});

test('rejects a pure module that reaches a file, socket, timer or clock, even indirectly', () => {
  const files = {
    'src/model/near.ts': "import { connect } from 'node:net'; export const near = connect;",
    'src/phases/far.ts': "import { near } from '../model/near.ts'; export const far = near;",
    'src/gates/wait.ts': "import { setTimeout } from 'node:timers/promises'; export const wait = setTimeout;",
    'src/plan/now.ts': "import { now } from '../clock/clock.ts'; export const at = now;",
    'src/clock/clock.ts': 'export const now = () => Date.now();',
    'src/playbook/read.ts': "import { readFile } from 'fs/promises'; export const read = readFile;",
  };
  expect(broken(files)).toEqual([
    'src/gates/wait.ts: pure-modules-stay-pure',
    'src/model/near.ts: pure-modules-stay-pure',
    'src/phases/far.ts: pure-modules-stay-pure',
    'src/plan/now.ts: plan-imports-only-its-modules',
    'src/plan/now.ts: pure-modules-have-no-clock',
    'src/playbook/read.ts: pure-modules-stay-pure',
  ]);
});

test('rejects a package outside the directory that owns it, even indirectly', () => {
  const files = {
    'src/transport/ssh/transport.ts': "import ssh2 from 'ssh2'; export const connect = ssh2;",
    'src/execute/run.ts':
      "import { connect } from '../transport/ssh/transport.ts'; export const run = connect;",
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
    'src/execute/run.ts: execute-imports-only-its-modules',
    'src/execute/run.ts: ssh2-only-in-its-place',
    'src/inventory/check.ts: ajv-only-at-build-time',
    'src/journal/flags.ts: yargs-imported-only-in-its-place',
    'src/report/plain.ts: listr2-imported-only-in-its-place',
    'src/report/plain.ts: listr2-only-in-its-place',
  ]);
});

test('rejects cycles, simulated hosts in a real run, and imports that cannot be resolved', () => {
  const files = {
    'src/model/a.ts': "import { b } from './b.ts'; export const a = () => b;",
    'src/model/b.ts': "import { a } from './a.ts'; export const b = () => a;",
    'src/simulate/transport.ts': 'export const hosts = 1;',
    'src/cli/run.ts': "import { hosts } from '../simulate/transport.ts'; export const run = hosts;",
    'src/cli/gone.ts': "import { gone } from './missing.ts'; export const lost = gone;",
  };
  expect(broken(files)).toEqual([
    'src/cli/gone.ts: nothing-unresolved',
    'src/cli/run.ts: simulator-only-in-rehearsals',
    'src/model/a.ts: no-cycles',
  ]);
});

test('rejects an import of a file outside the public interface of a directory', () => {
  const files = {
    'src/execute/steps/run-step.ts': "import { hidden } from './hidden.ts'; export const run = hidden;",
    'src/execute/steps/hidden.ts': 'export const hidden = 1;',
    'src/execute/run-lane.ts':
      "import { hidden } from './steps/hidden.ts'; import { run } from './steps/run-step.ts'; export const lane = [hidden, run];",
  };
  expect(broken(files)).toEqual(['src/execute/run-lane.ts: execute/steps-is-imported-through-its-interface']);
});

test('rejects the same for a subdirectory that the interface of its module includes, except in a registry', () => {
  const files = {
    'src/gates/hosts/names.ts': 'export const names = 1;',
    'src/gates/hosts/wanted.ts': 'export const wanted = 1;',
    'src/gates/shared/any-gate.ts': 'export const gate = 1;',
    'src/registry/gates.ts':
      "import { wanted } from '../gates/hosts/wanted.ts'; import { gate } from '../gates/shared/any-gate.ts'; export const gates = [wanted, gate];",
    'src/platforms/names.ts': "import { names } from '../gates/hosts/names.ts'; export const all = names;",
  };
  expect(broken(files)).toEqual(['src/platforms/names.ts: gates/hosts-is-imported-through-its-interface']);
});

test('rejects an import of any file of a directory whose public interface is empty', () => {
  const files = {
    'src/cli/main.ts': 'export const main = 1;',
    'src/cli/run/run.ts': "import { main } from '../main.ts'; export const run = main;",
    'src/journal/journal.ts': "import { main } from '../cli/main.ts'; export const journal = main;",
  };
  expect(broken(files)).toContain('src/journal/journal.ts: cli-is-imported-through-its-interface');
});

/** Checks a small program with a script of `build/rules`. */
function check(script: string, files: Readonly<Record<string, string>>) {
  write(files);
  const program = join(root, 'build/rules', script);
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, folder], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stderr };
}

test('rejects a directory with more than 15 entries, unless it is a registry', () => {
  const crowd = (directory: string) =>
    Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`src/${directory}/file${i}.ts`, '']));
  expect(check('directories.ts', { ...crowd('report/tables'), ...crowd('cli/commands') })).toEqual({
    status: 1,
    stderr: 'src/report/tables: 16 entries, at most 15: divide it by subject\n',
  });
});

test('rejects a directory without a public interface, unless all its files are public', () => {
  const files = {
    'src/model/health/gate.ts': '',
    'src/gates/shared/any-gate.ts': '',
    'src/model/new/a.ts': '',
  };
  expect(check('directories.ts', { ...files, 'src/report/new/a.ts': '' })).toEqual({
    status: 1,
    stderr:
      'src/model/new: no public interface: list its public files in build/rules/interfaces.cjs\n' +
      'src/report/new: no public interface: list its public files in build/rules/interfaces.cjs\n',
  });
});

test('rejects an exported name that two files declare', () => {
  const files = {
    'src/cli/plan.ts': 'export class Plan {}\nexport enum held {}',
    'src/cli/run.ts': 'export async function run() {}\nexport const { plan: [held] } = { plan: [1] };',
    'src/execute/lock.ts': 'export type Lock = 2;\nfunction run() {}\nexport const started = run;',
    'src/model/lock.ts': 'export interface Lock {}\nexport const Lock = 1;\nconst held = 1;',
    'src/uses.ts':
      "import { held, Plan, run, started } from './cli/plan.ts'; import type { Lock } from './model/lock.ts';",
  };
  const renaming = 'has several meanings; rename it in all but one of:';
  expect(check('exported-names.ts', files)).toEqual({
    status: 1,
    stderr:
      `held ${renaming} src/cli/plan.ts, src/cli/run.ts\n` +
      `Lock ${renaming} src/execute/lock.ts, src/model/lock.ts\n`,
  });
});

test('rejects an exported name that no file of src imports', () => {
  const files = {
    'src/model/lock.ts': 'export const held = 1;\nexport const free = held;\nexport interface Lock {}',
    'src/cli/late.ts': 'export const late = 1;\nexport const never = late;',
    'src/cli/run.ts':
      "import type { Lock } from '../model/lock.ts'; export const run = async () => (await import('./late.ts')).late;",
    'src/cli.ts': "import { run } from './cli/run.ts'; import { free as unlocked } from './model/lock.ts';",
  };
  const unused = 'is exported but no file of src imports it; do not export it:';
  expect(check('exported-names.ts', files)).toEqual({
    status: 1,
    stderr: `never ${unused} src/cli/late.ts\nheld ${unused} src/model/lock.ts\n`,
  });
});

test('the diagram of modules in the architecture page is drawn from the import rules', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  expect(withDiagram(page)).toBe(page);
  expect(drawModules({ a: ['b', 'c'], b: ['c'], c: [] }).split('\n')).toEqual([
    ...['flowchart TD', '  cli["cli"]', '  a["a"]', '  b["b"]', '  c["c"]'],
    ...['  cli --> a', '  a --> b', '  b --> c'],
  ]);
});

/** The table of modules in the architecture page: module → the modules that it may import, sorted. */
function tableOf(page: string): Readonly<Record<string, readonly string[]>> {
  const rows = page.matchAll(/^\| (`[^|]+) \|[^|]+\| ([^|]+) \|$/gm);
  const imports = [...rows].flatMap(([, names = '', allowed = '']) =>
    [...names.matchAll(/`(\w+)/g)].map(([, name = '']) => [name, importsIn(allowed)] as const),
  );
  return Object.fromEntries(imports);
}

function importsIn(cell: string): readonly string[] {
  if (cell === 'no other module') return [];
  return cell
    .split(', ')
    .map((name) => (name === 'the port' ? 'transport/port' : name))
    .sort();
}

test('the table of modules in the architecture page lists the imports that the rules allow', () => {
  const { cli, ...table } = tableOf(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));
  const rules = Object.entries(modules.IMPORTS).map(([name, all]) => [name, [...all].sort()]);
  expect(table).toEqual(Object.fromEntries(rules));
  expect(cli).toEqual(['everything']);
});
