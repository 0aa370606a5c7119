/**
 * How long `quorate --help` takes once built, beside node alone: `tsx bench/startup.ts [runs] [limit in ms]`.
 * With a limit it exits 1 when the median is above it.
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

const medians = Object.entries(cases).map(([name, args]) => [name, median(Number(runs), args)] as const);
for (const [name, ms] of medians)
  process.stdout.write(`${name.padEnd(14)} ${ms.toFixed(0).padStart(5)} ms\n`);
const help = Object.fromEntries(medians)['--help'] ?? Infinity;
if (limit !== undefined && help > Number(limit)) {
  process.stderr.write(`--help takes ${help.toFixed(0)} ms, more than ${limit}\n`);
  process.exitCode = 1;
}

function median(times: number, args: readonly string[]): number {
  const taken = Array.from({ length: times }, () => {
    const began = performance.now();
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    return performance.now() - began;
  });
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? NaN;
}
