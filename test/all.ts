import { dirname } from 'node:path';
import { endTestsOnSignal } from './interrupt.ts';
import { run, runJest } from './jest.ts';
import { setUp } from './setup.ts';
import { readTimes, recordTimes, stagesText } from './stage-times.ts';
import { installRuntimes, nodeBinary } from '../build/package/runtimes.ts';

/**
 * `npm test`: prepares this machine, then runs all stages except the long tests of `npm run test:soak`
 * (test/support/soak/sections.ts). A failed setup ends the run; a failed stage does not stop the later ones. The last line
 * counts the checks and tests: `N passed, N failed`.
 */
interface Count {
  passed: number;
  failed: number;
}

/** The order matters: a stage may use the cluster that the previous stage left. */
const END_TO_END = [
  ...[
    'native',
    'demo',
    'again',
    'plan',
    'operators',
    'day-2',
    'situations',
    'check',
    'ssh',
    'overlapped',
    'product',
  ],
  ...['release-5.0.5-dev', 'release-5.2', 'external', 'agreement', 'broken', 'package', 'packages'],
];

/** Versions of Node that are supported, besides the oldest, on which a developer's machine and CI run all stages. */
const NODE_VERSIONS = [22, 24];

const total: Count = { passed: 0, failed: 0 };
const seconds: Record<string, number> = {};

async function main(): Promise<void> {
  const yes = process.argv.includes('--yes');
  const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);
  const stages: Record<string, () => Promise<Count>> = {
    build: () => check(['npm', 'run', '--silent', 'build']),
    types: () => check(['npm', 'run', '--silent', 'types']),
    lint: () => check(['npm', 'run', '--silent', 'lint']),
    rules: () => check(['npm', 'run', '--silent', 'rules']),
    'unit and integration': () =>
      jest(['--selectProjects', 'unit', 'integration', '--coverage', '--maxWorkers', '2']),
    bench: () => check(['npm', 'run', '--silent', 'bench', '--', '--quick']),
    schedules: () => jest(['--selectProjects', 'schedules', '--maxWorkers', '2']),
  };
  for (const version of NODE_VERSIONS) stages[`on Node ${version}`] = () => onNode(version);
  for (const name of END_TO_END)
    stages[`end to end: ${name}`] = () =>
      jest(['--selectProjects', 'e2e', '--runInBand', '--testPathPatterns', `test/e2e/${name}.test.ts`]);
  const chosen = Object.entries(stages).filter(([name]) => !only || name.includes(only));
  const engine = chosen.some(([name]) => name.startsWith('end to end'));
  const names = chosen.map(([name]) => name);
  console.log(`Stages, with the times of their last runs:\n${stagesText(names, readTimes())}`);
  await runStage('setup', () => setup({ yes, engine }));
  if (total.failed === 0) for (const [name, stage] of chosen) await runStage(name, stage);
  recordTimes(seconds);
  console.log(`\nTimes by stage:\n${stagesText(Object.keys(seconds), seconds)}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function runStage(name: string, stage: () => Promise<Count>): Promise<void> {
  const startedAt = Date.now();
  console.log(`\n=== ${name}`);
  const { passed, failed } = await stage();
  total.passed += passed;
  total.failed += failed;
  const took = (Date.now() - startedAt) / 1000;
  seconds[name] = took;
  console.log(`=== ${name}: ${passed} passed, ${failed} failed, ${took.toFixed(0)} s`);
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
async function jest(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Count> {
  const { code, result } = await runJest(args, { env });
  if (!result) return { passed: 0, failed: 1 };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Runs the tests of the built program on another version of Node. */
function onNode(version: number): Promise<Count> {
  installRuntimes(process.cwd());
  const PATH = `${dirname(nodeBinary(process.cwd(), version))}:${process.env['PATH']}`;
  return jest(['--selectProjects', 'versions', '--runInBand'], { PATH });
}

/** Counts as one check. The last line that is printed before the counts says why it failed. */
async function setup(options: { yes: boolean; engine: boolean }): Promise<Count> {
  try {
    await setUp(options);
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.log(`setup failed, so no test ran: ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  }
}

endTestsOnSignal();
await main();
