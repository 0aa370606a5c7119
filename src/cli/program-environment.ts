import { homedir } from 'node:os';
import type { RepeatedLine } from '../model/next-step.ts';
import { systemClock, type Clock } from '../clock/clock.ts';
import type { Transport } from '../transport/port.ts';
import type { SshOptions } from '../transport/ssh/connect/options.ts';
import type { Io } from './terminal/io.ts';
import { createMask, type Mask } from './terminal/mask.ts';

/** Everything outside the program: the process, the hosts, the time. Tests replace it. */
export interface Edges {
  readonly io: Io;
  readonly clock: Clock;
  readonly transport: (options: SshOptions) => Promise<Transport>;
  /** Masks secrets in all output, as soon as they are loaded. */
  readonly mask: Mask;
  /** Returns the command line of this command, to run it again. Set by `main`. */
  readonly again?: RepeatedLine;
}

/** Returns this process, its terminal, the real clock and SSH. */
export function processEdges(): Edges {
  const io: Io = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    home: homedir(),
    onSignal: (listener) => {
      process.on('SIGINT', listener).on('SIGTERM', listener);
      return () => void process.off('SIGINT', listener).off('SIGTERM', listener);
    },
    exitNow: (code) => process.exit(code),
  };
  const transport: Edges['transport'] = async (options) =>
    (await import('../transport/ssh/transport.ts')).sshTransport(options);
  return { io, clock: systemClock, transport, mask: createMask() };
}
