import { setTimeout as sleep } from 'node:timers/promises';
import { runOutput } from '../../../src/cli/run/output.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { bareEdges } from '../../unit/cli/bare-edges.ts';
import { interruptedRun, refusedRun } from '../../unit/report/large-streams.ts';
import { badRun } from '../../unit/report/other-streams.ts';
import { LATER, SCREENS } from '../../unit/report/screens.ts';
import { goodRun } from '../../unit/report/stream.ts';
import { MOMENT, MOMENTS, type Drawn } from './moments.ts';

/** The streams that this program draws; the first argument names one. */
const STREAMS = { good: goodRun, failed: badRun, refused: refusedRun, interrupted: interruptedRun };
const [, , name = 'good', ...flags] = process.argv;
const stream = STREAMS[name as Drawn];

/**
 * Draws a sample run on this terminal. The run stops at each of its moments until the screen is drawn, and prints a code
 * there that no terminal shows. At a gate, it also waits until the terminal is resized if `--resized` is given. Then it
 * ends.
 */
let at = 0;
let read = 0;
const io = { ...bareEdges().io, stdout: process.stdout, stderr: process.stderr, env: process.env };
const output = await runOutput(io, {
  output: 'auto',
  verbose: false,
  inventory: 'inventory.yaml',
  clock: { ...systemClock, now: () => at },
  idle: async () => undefined,
});
const resized = new Promise((resolve) => process.stdout.once('resize', resolve));
console.log('$ quorate deploy inventory.yaml');
for (const moment of MOMENTS[name as Drawn]) {
  const { length } = SCREENS[moment] ?? [];
  readUntil(length);
  at = (stream[length - 1]?.at ?? 0) + LATER;
  await Promise.race([written('elapsed'), sleep(30_000, undefined, { ref: false })]);
  await sleep(300);
  process.stdout.write(MOMENT);
}
if (flags.includes('--resized')) {
  await Promise.race([resized, sleep(30_000, undefined, { ref: false })]);
  await sleep(400);
}
readUntil(stream.length);
await output.settled();

function readUntil(end: number): void {
  stream.slice(read, end).forEach(output.read);
  read = end;
}

/** Resolves when a text is written to the terminal. */
function written(text: string): Promise<void> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout) as (...args: unknown[]) => boolean;
  return new Promise((resolve) => {
    stdout.write = (...args: unknown[]) => {
      if (String(args[0]).includes(text)) resolve();
      return write(...args);
    };
  });
}
