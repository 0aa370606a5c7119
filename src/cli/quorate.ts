#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { homedir } from 'node:os';
import { systemClock } from '../clock/clock.ts';
import type { Edges } from './edges.ts';
import type { Io } from './terminal/io.ts';
import { main } from './main.ts';
import { createMask } from './terminal/mask.ts';

const io: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  home: homedir(),
  onSignal: (heard) => {
    process.on('SIGINT', heard).on('SIGTERM', heard);
    return () => void process.off('SIGINT', heard).off('SIGTERM', heard);
  },
  exitNow: (code) => process.exit(code),
};
const edges: Edges = {
  io,
  clock: systemClock,
  transport: async (options) => (await import('../transport/ssh/transport.ts')).sshTransport(options),
  mask: createMask(),
};

// Every host that waits for something listens to one signal: no leak, and a warning would spoil the screen.
setMaxListeners(0);
// A reader that has gone away (`quorate plan | head`) must not end a run in the middle of its work.
process.stdout.on('error', () => undefined);
const code = await main(process.argv.slice(2), edges);
await Promise.all([process.stdout, process.stderr].map(flushed));
process.exit(code);

/** What was written before is out when an empty write has been. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
