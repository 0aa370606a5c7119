import { dirname } from 'node:path';
import { endTestsOnSignal } from './interrupt.ts';
import { setUp } from './setup.ts';
import { check, CHECKS, jest, StageRun } from './stages.ts';
import type { Count, Stage, Stages } from './stages.ts';
import { readTimes, stagesText } from './stage-times.ts';
import { installRuntimes, nodeBinary } from '../build/package/runtimes.ts';

/** The order matters: a stage may use the cluster that the previous stage left. */
const END_TO_END = [
  ...['native', 'demo', 'again', 'plan', 'operators', 'day-2', 'situations', 'check', 'ssh'],
  ...['external', 'agreement', 'broken', 'package', 'packages'],
];

/**
 * These need no host of the lab, and run next to its stages, whose programs wait for services half of the time. `package`
 * is not among them, because it builds the program that the lab runs.
 */
const BEHIND = ['lint', 'models', 'schedules', 'end to end: packages'];

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
  const chosen = Object.entries(stages()).filter(([name]) => !only || name.includes(only));
  const inContainers = chosen.filter(([name]) => name.startsWith('end to end'));
  const onLab = inContainers.filter(([name]) => !BEHIND.includes(name));
  const behind = onLab.length > 0 ? chosen.filter(([name]) => BEHIND.includes(name)) : [];
  const before = chosen.filter((stage) => !onLab.includes(stage) && !behind.includes(stage));
  const names = [...before, ...onLab, ...behind].map(([name]) => name);
  console.log(`Stages, with the times of their last runs:\n${stagesText(names, readTimes())}`);
  const run = new StageRun();
  await run.run('setup', () => setup({ yes, engine: inContainers.length > 0 }));
  if (run.failed === 0) {
    for (const [name, stage] of before) await run.run(name, stage);
    await Promise.all([
      inTurn(onLab, (stage) => run.run(...stage)),
      inTurn(behind, (stage) => run.runBehind(...stage)),
    ]);
  }
  run.end();
}

async function inTurn<T>(all: readonly T[], one: (item: T) => Promise<void>): Promise<void> {
  for (const item of all) await one(item);
}

/** All stages, by their names. */
function stages(): Stages {
  const endToEnd = (name: string) => [
    '--selectProjects',
    'e2e',
    '--runInBand',
    // A failed test may leave an application that writes, with which jest would never end.
    '--forceExit',
    '--testPathPatterns',
    `test/e2e/${name}.test.ts`,
  ];
  return {
    build: check(['npm', 'run', '--silent', 'build']),
    ...CHECKS,
    bench: check(['npm', 'run', '--silent', 'bench', '--', '--quick']),
    schedules: jest(['--selectProjects', 'schedules', '--maxWorkers', '2']),
    ...Object.fromEntries(NODE_VERSIONS.map((version) => [`on Node ${version}`, onNode(version)])),
    ...Object.fromEntries(END_TO_END.map((name) => [`end to end: ${name}`, jest(endToEnd(name))])),
  };
}

/** Runs the tests of the built program on another version of Node. */
function onNode(version: number): Stage {
  return () => {
    installRuntimes(process.cwd());
    const PATH = `${dirname(nodeBinary(process.cwd(), version))}:${process.env['PATH']}`;
    return jest(['--selectProjects', 'versions', '--runInBand'], { PATH })();
  };
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
