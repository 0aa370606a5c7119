import { setTimeout as sleep } from 'node:timers/promises';
import { runOutput } from '../../../src/cli/run/output.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { bareEdges } from '../../unit/cli/bare-edges.ts';
import { interruptedRun, refusedRun } from '../../unit/report/large-streams.ts';
import { badRun } from '../../unit/report/other-streams.ts';
import { goodRun } from '../../unit/report/stream.ts';

/** The streams that this program draws; the first argument names one. */
const STREAMS = { good: goodRun, failed: badRun, refused: refusedRun, interrupted: interruptedRun };
const stream = STREAMS[process.argv[2] as keyof typeof STREAMS];

/**
 * Draws a sample run on this terminal. A run with a gate stops there until the gate is drawn, or until the terminal is
 * resized. Then it ends.
 */
const drawn = written('etcd-quorum');
const io = { ...bareEdges().io, stdout: process.stdout, stderr: process.stderr, env: process.env };
const output = await runOutput(io, {
  output: 'auto',
  verbose: false,
  inventory: 'inventory.yaml',
  clock: systemClock,
  idle: async () => undefined,
});
const gate = stream.findIndex(({ kind }) => kind === 'gate.polled') + 1;
console.log('$ quorate deploy inventory.yaml');
stream.slice(0, gate).forEach(output.read);
const resized = new Promise((resolve) => process.stdout.once('resize', resolve));
if (gate > 0) {
  const shown = process.argv.includes('--resized') ? resized : drawn;
  await Promise.race([shown, sleep(30_000, undefined, { ref: false })]);
  await sleep(400);
}
stream.slice(gate).forEach(output.read);
await output.settled();

/** Resolves when a text is written to the terminal. */
function written(text: string): Promise<void> {
  const write = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean;
  return new Promise((resolve) => {
    process.stdout.write = (...args: unknown[]) => {
      if (String(args[0]).includes(text)) resolve();
      return write(...args);
    };
  });
}
