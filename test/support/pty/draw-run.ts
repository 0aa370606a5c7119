import { setTimeout as sleep } from 'node:timers/promises';
import { runOutput } from '../../../src/cli/run/output.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { bareEdges } from '../../unit/cli/bare-edges.ts';
import { goodRun } from '../../unit/report/stream.ts';

/** Draws a sample run on this terminal: stops at a gate until it is drawn, or until the terminal is resized, then ends. */
const drawn = written('etcd-quorum');
const io = { ...bareEdges().io, stdout: process.stdout, stderr: process.stderr, env: process.env };
const output = await runOutput(io, {
  output: 'auto',
  verbose: false,
  inventory: 'inventory.yaml',
  clock: systemClock,
  idle: async () => undefined,
});
const gate = goodRun.findIndex(({ kind }) => kind === 'gate.polled') + 1;
console.log('$ quorate deploy inventory.yaml');
goodRun.slice(0, gate).forEach(output.read);
const resized = new Promise((resolve) => process.stdout.once('resize', resolve));
await Promise.race([
  process.argv.includes('--resized') ? resized : drawn,
  sleep(30_000, undefined, { ref: false }),
]);
await sleep(400);
goodRun.slice(gate).forEach(output.read);
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
