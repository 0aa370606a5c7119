import { run, runJest } from './jest.ts';
import { ensureEngine, install } from './lab/engine.ts';
import type { EngineOptions } from './lab/engine.ts';
import { run as look } from './lab/shell.ts';

/**
 * `npm test`: in order, all but what only `npm run test:soak` has the time for (test/support/soak/sections.ts). Each stage
 * runs to its end even when an earlier one failed; the last line counts the checks and tests: `N passed, N failed`.
 */
interface Count {
  passed: number;
  failed: number;
}

/** In this order: each may build on the cluster that the one before leaves. */
const END_TO_END = [
  ...['demo', 'again', 'plan', 'operators', 'day-2', 'situations', 'overlapped', 'product'],
  ...['release-5.0.5-dev', 'release-5.2', 'external', 'agreement', 'broken'],
];

/** Programs that the unit and integration tests run for real, and the packages that they come from. */
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
  const began = Date.now();
  console.log(`\n=== ${name}`);
  const { passed, failed } = await stage();
  total.passed += passed;
  total.failed += failed;
  console.log(
    `=== ${name}: ${passed} passed, ${failed} failed, ${((Date.now() - began) / 1000).toFixed(0)} s`,
  );
}

/** A command that passes or fails as a whole. */
async function check(command: readonly string[]): Promise<Count> {
  const code = await run(command);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** Jest's own counts; a run that ends without a result (a crash, a threshold) counts as one failure more. */
async function jest(args: readonly string[]): Promise<Count> {
  const { code, result } = await runJest(args);
  if (!result) return { passed: 0, failed: 1 };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** What the machine must have is there afterwards, or it is said why not. */
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
      look(['sh', '-c', `PATH=$PATH:/usr/sbin:/sbin:$(echo /usr/lib/postgresql/*/bin) command -v ${name}`]),
    ),
  );
  const missing = Object.values(PROGRAMS).filter((_, i) => found[i]?.code !== 0);
  if (missing.length > 0) await install(missing, options);
}

await main();
