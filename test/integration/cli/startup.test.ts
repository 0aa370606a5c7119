import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('the built --help takes at most twice as long as node alone, because it loads no work of any command', () => {
  expect(timesNodeAlone('--help')).toBeLessThanOrEqual(2);
});

/** Prints the address of each module that a process loads. */
const TRACED = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  import { writeSync } from 'node:fs';
  export function load(url, context, next) {
    writeSync(2, url + '\\\\n');
    return next(url, context);
  }
\`));`;

test('only the help of a command loads yargs', () => {
  writeFileSync(join(built, 'traced.mjs'), TRACED);
  expect(loadsYargs('--help')).toBe(false);
  expect(loadsYargs('deploy', '--help')).toBe(true);
});

function loadsYargs(...args: readonly string[]): boolean {
  const words = ['--import', join(built, 'traced.mjs'), join(built, 'quorate.js'), ...args];
  const { stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const files = stderr.split('\n').filter((url) => url.startsWith('file:'));
  return files.some((url) => readFileSync(new URL(url), 'utf8').includes('yargs-factory'));
}

test('completing a host takes at most four times as long as node alone, so that a shell waits less than 300 ms', () => {
  const words = ['remove-database', 'inventories/three-each.yaml', ''];
  expect(timesNodeAlone('completion', 'bash', '--', ...words)).toBeLessThanOrEqual(4);
});

/** Prints what a process has loaded of the parts that take longest to load. */
const LOADED = `process.on('exit', () => {
  const files = Object.keys(require.cache).filter((file) => file.includes('ssh2'));
  const http = process.moduleLoadList.filter((name) => name.includes('undici'));
  require('fs').writeSync(2, [...files, ...http].join(' '));
})`;

test('validate loads neither ssh2 nor the HTTP client of Node, because no key and no server is named', () => {
  writeFileSync(join(built, 'loaded.cjs'), LOADED);
  const directory = join(built, 'cluster');
  const hosts = ['databases', 'brokers', 'managers'].flatMap((role, index) => [
    `--${role}`,
    [1, 2, 3].map((n) => `10.0.${index}.${n}`).join(','),
  ]);
  const init = [
    'init',
    directory,
    '--load-balancers',
    '10.0.3.1',
    '--name',
    'demo',
    '--user',
    'root',
    ...hosts,
  ];
  const files = ['--package', join(built, 'some.deb'), '--license', join(built, 'license.yaml')];
  writeFileSync(join(built, 'some.deb'), '!<arch>\n');
  writeFileSync(join(built, 'license.yaml'), 'license: demo\n');
  spawnSync(process.execPath, [join(built, 'quorate.js'), ...init, ...files], { cwd: root });
  const words = [join(built, 'quorate.js'), 'validate', directory];
  const { stdout, stderr } = spawnSync(process.execPath, ['--require', join(built, 'loaded.cjs'), ...words], {
    encoding: 'utf8',
  });
  expect({ valid: stdout.includes('valid: cluster demo'), loaded: stderr }).toEqual({
    valid: true,
    loaded: '',
  });
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
