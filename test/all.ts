import { dirname } from 'node:path';
import { endTestsOnSignal } from './interrupt.ts';
import { setUp } from './setup.ts';
import { check, CHECKS, jest, StageRun } from './stages.ts';
import type { Count, Stages } from './stages.ts';
import { readTimes, stagesText } from './stage-times.ts';
import { installRuntimes, nodeBinary } from '../build/package/runtimes.ts';

/** The order matters: a stage may use the cluster that the previous stage left. */
const END_TO_END = [
  ...['native', 'demo', 'again', 'plan', 'operators', 'day-2', 'situations', 'check', 'ssh', 'product'],
  ...['external', 'agreement', 'broken', 'package', 'packages'],
];

/** Versions of Node that are supported, besides the oldest, on which a developer's machine and CI run all stages. */
const NODE_VERSIONS = [22, 24];

/**
 * `npm test`: prepares this machine, then runs all stages except the long tests of `npm run test:soak`
 * (test/support/soak/sections.ts). A failed setup ends the run; a failed stage does not stop the later ones. The last line
 * counts the checks and tests: `N passed, N failed`.
 */
async function main(): Promise<void> {
  const yes = process.argv.includes('--yes');
  const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);
  const stages: Record<string, Stages[string]> = {
    build: () => check(['npm', 'run', '--silent', 'build']),
    ...CHECKS,
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
  const run = new StageRun();
  await run.run('setup', () => setup({ yes, engine }));
  if (run.failed === 0) for (const [name, stage] of chosen) await run.run(name, stage);
  run.end();
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
