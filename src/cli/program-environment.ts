import type { RepeatedLine } from '../model/next-step.ts';
import type { Clock } from '../clock/clock.ts';
import type { Transport } from '../transport/port.ts';
import type { SshOptions } from '../transport/ssh/connect/options.ts';
import type { Io } from './terminal/io.ts';
import type { Mask } from './terminal/mask.ts';

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
