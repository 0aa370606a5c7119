/**
 * Measures the startup time of the built program, compared with node alone: `tsx bench/startup.ts [runs] [limit in ms]`.
 * With a limit, exits 1 if the median of `--help` exceeds it.
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/quorate.js', import.meta.url));
const [runs = '20', limit] = process.argv.slice(2);

const cases: Readonly<Record<string, readonly string[]>> = {
  'node alone': ['-e', '0'],
  '--version': [program, '--version'],
  '--help': [program, '--help'],
  'deploy --help': [program, 'deploy', '--help'],
};

// Alternate between the cases, so that a busy moment of the machine affects all of them.
const durations = Object.keys(cases).map(() => [] as number[]);
for (let run = 0; run < Number(runs); run += 1) {
  Object.values(cases).forEach((args, index) => durations[index]?.push(once(args)));
}

const rows = Object.keys(cases).map((name, index) => {
  const sorted = (durations[index] ?? []).sort((a, b) => a - b);
  return { name, fastest: sorted[0] ?? NaN, median: sorted[Math.floor(sorted.length / 2)] ?? NaN };
});
for (const { name, fastest, median } of rows) {
  process.stdout.write(
    `${name.padEnd(14)} fastest ${fastest.toFixed(0)} ms, median ${median.toFixed(0)} ms\n`,
  );
}
const help = rows.find(({ name }) => name === '--help')?.median ?? Infinity;
if (limit !== undefined && help > Number(limit)) {
  process.stderr.write(`--help takes ${help.toFixed(0)} ms, more than ${limit}\n`);
  process.exitCode = 1;
}

function once(args: readonly string[]): number {
  const startedAt = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - startedAt;
}
