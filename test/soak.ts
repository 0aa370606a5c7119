import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { runJest } from './jest.ts';
import type { JestResult } from './jest.ts';

/**
 * `npm run test:soak -- [BREAKS]`: what `npm test` takes a sample of, at length, on the lab and on the simulator; the
 * results are written to docs/soak.md, to be committed. Ten breaks take about three quarters of an hour.
 */
interface Row {
  readonly what: string;
  readonly outcome: string;
  readonly seconds: string;
}

const [breaks = '10'] = process.argv.slice(2);
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
const seed = process.env['QUORATE_SEED'] ?? String(Number.parseInt(commit.slice(0, 8), 16));

const rows: Row[] = [];
const stages: readonly (readonly string[])[] = [
  ['--selectProjects', 'schedules', '--maxWorkers', '2'],
  ...['broken', 'operators', 'agreement'].map((name) => [
    ...['--selectProjects', 'e2e', '--runInBand'],
    ...['--testPathPatterns', `test/e2e/${name}.test.ts`],
  ]),
];
for (const stage of stages) {
  const { code, result } = await runJest(stage, { QUORATE_BREAKS: breaks, QUORATE_SEED: seed });
  if (code !== 0) process.exitCode = 1;
  rows.push(...(result ? rowsOf(result) : [{ what: stage.join(' '), outcome: 'crashed', seconds: '' }]));
}
writeFileSync('docs/soak.md', page());

function rowsOf({ testResults }: JestResult): readonly Row[] {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ fullName, status, duration }) => ({
      what: fullName,
      outcome: status,
      seconds: String(Math.round((duration ?? 0) / 1000)),
    }));
}

function page(): string {
  const lines = rows.map(({ what, outcome, seconds }) => `| ${what} | ${outcome} | ${seconds} |`);
  return `# The soak test

Written by \`npm run test:soak\`: a deploy broken at random moments on the lab's real hosts, disturbed during its
installs, and the seeded schedules on simulated ones. After each: the independent check of the finished cluster passes,
and one more run changes nothing.

Commit ${commit}, seed ${seed}, ${new Date().toISOString().slice(0, 16)} UTC.

| what | outcome | seconds |
|---|---|---:|
${lines.join('\n')}
`;
}
