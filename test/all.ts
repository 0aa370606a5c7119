import { run, runJest } from './jest.ts';
import { ensureEngine, install } from './lab/engine.ts';
import type { EngineOptions } from './lab/engine.ts';
import { run as query } from './lab/shell.ts';

/**
 * `npm test`: runs all stages except the long tests of `npm run test:soak` (test/support/soak/sections.ts). A failed stage
 * does not stop the later ones. The last line counts the checks and tests: `N passed, N failed`.
 */
interface Count {
  passed: number;
  failed: number;
}

/** The order matters: a stage may use the cluster that the previous stage left. */
const END_TO_END = [
  ...['demo', 'again', 'plan', 'operators', 'day-2', 'situations', 'overlapped', 'product'],
  ...['old-format', 'release-5.0.5-dev', 'release-5.2', 'external', 'agreement', 'broken'],
];

/** Programs that the unit and integration tests run, with their packages. */
const PROGRAMS = {
  sshd: 'openssh-server',
  'ssh-keygen': 'openssh-client',
  sudo: 'sudo',
  busybox: 'busybox',
  haproxy: 'haproxy',
  openssl: 'openssl',
  age: 'age',
  ip: 'iproute2',
  initdb: 'postgresql',
};

const total: Count = { passed: 0, failed: 0 };

async function main(): Promise<void> {
  const yes = process.argv.includes('--yes');
  const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);
  const stages: Record<string, () => Promise<Count>> = {
    build: () => check(['npm', 'run', '--silent', 'build']),
    types: () => check(['npm', 'run', '--silent', 'types']),
    lint: () => check(['npm', 'run', '--silent', 'lint']),
    rules: () => check(['npm', 'run', '--silent', 'rules']),
    programs: () => ready(yes, programs),
    'unit and integration': () =>
      jest(['--selectProjects', 'unit', 'integration', '--coverage', '--maxWorkers', '2']),
    schedules: () => jest(['--selectProjects', 'schedules', '--maxWorkers', '2']),
    'docker engine': () => ready(yes, ensureEngine),
  };
  for (const name of END_TO_END)
    stages[`end to end: ${name}`] = () =>
      jest(['--selectProjects', 'e2e', '--runInBand', '--testPathPatterns', `test/e2e/${name}.test.ts`]);
  for (const [name, stage] of Object.entries(stages)) {
    if (!only || name.includes(only)) await runStage(name, stage);
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function runStage(name: string, stage: () => Promise<Count>): Promise<void> {
  const startedAt = Date.now();
  console.log(`\n=== ${name}`);
  const { passed, failed } = await stage();
  total.passed += passed;
  total.failed += failed;
  console.log(
    `=== ${name}: ${passed} passed, ${failed} failed, ${((Date.now() - startedAt) / 1000).toFixed(0)} s`,
  );
}

/** Counts a command as one check. */
async function check(command: readonly string[]): Promise<Count> {
  const code = await run(command);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/**
 * Counts the tests of a jest run. A crash, or a failed run without a failed test (a coverage threshold), counts as one
 * failure.
 */
async function jest(args: readonly string[]): Promise<Count> {
  const { code, result } = await runJest(args);
  if (!result) return { passed: 0, failed: 1 };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Prepares this machine. Prints why if that fails. */
async function ready(yes: boolean, make: (options: EngineOptions) => Promise<unknown>): Promise<Count> {
  try {
    await make({ yes, say: (text) => console.log(text) });
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.log((error as Error).message);
    return { passed: 0, failed: 1 };
  }
}

async function programs(options: EngineOptions): Promise<void> {
  const found = await Promise.all(
    Object.keys(PROGRAMS).map((name) =>
      query(['sh', '-c', `PATH=$PATH:/usr/sbin:/sbin:$(echo /usr/lib/postgresql/*/bin) command -v ${name}`]),
    ),
  );
  const missing = Object.values(PROGRAMS).filter((_, i) => found[i]?.code !== 0);
  if (missing.length > 0) await install(missing, options);
}

await main();
