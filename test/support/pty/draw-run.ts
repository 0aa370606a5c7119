import { setTimeout as sleep } from 'node:timers/promises';
import { runOutput } from '../../../src/cli/run/output.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import { goodRun } from '../../unit/report/stream.ts';

/** Draws a sample run on this terminal: stops at a gate until the terminal is resized, or for a second, then ends. */
const io = { ...fakeEdges().io, stdout: process.stdout, stderr: process.stderr, env: process.env };
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
  resized,
  sleep(process.argv.includes('--resized') ? 30_000 : 300, undefined, { ref: false }),
]);
await sleep(400);
goodRun.slice(gate).forEach(output.read);
await output.settled();
