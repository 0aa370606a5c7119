import type { RepeatedLine } from '../../model/next-step.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Reader, RunEvent } from '../../events/events.ts';
import type { Expectation } from '../../report/run/remaining.ts';
import { jsonReporter } from '../../report/reporters/json.ts';
import { plainReporter } from '../../report/reporters/plain.ts';
import { isInteractive, screenOf, screenPaint } from '../terminal/io.ts';
import type { Io } from '../terminal/io.ts';
import type { OutputFormat } from '../arguments/flags.ts';

export interface RunOutput {
  readonly read: Reader;
  /** Resolves when everything has been drawn. */
  readonly settled: () => Promise<void>;
  /** True if the screen is redrawn. */
  readonly drawsFrames?: true;
  /** Prints a line after the summary, except with `--output json`. */
  readonly note: (line: string) => void;
}

interface OutputOptions {
  readonly output: OutputFormat;
  readonly verbose: boolean;
  readonly inventory: string;
  readonly again?: RepeatedLine | undefined;
  readonly clock: Clock;
  /** Resolves when no question is open on the terminal. */
  readonly idle: () => Promise<void>;
  /** True while a question is open. */
  readonly isAsking?: () => boolean;
  /** Returns the expected duration of each phase, as far as it is known. */
  readonly expected?: (event: Extract<RunEvent, { kind: 'run.compared' }>) => Expectation | undefined;
}

/** Opens the output of a run. `auto` redraws the screen on a terminal and prints plain lines in a pipe or in CI. */
export async function runOutput(io: Io, options: OutputOptions): Promise<RunOutput> {
  const write = (text: string) => void io.stdout.write(text);
  const note = (line: string) => write(`${line}\n`);
  const settled = async () => undefined;
  const { inventory, again } = options;
  if (options.output === 'json') return { read: jsonReporter(write), settled, note: () => undefined };
  if (options.output === 'plain' || !isInteractive(io)) {
    return {
      read: plainReporter({ write, verbose: options.verbose, inventory, again }),
      settled,
      note,
    };
  }
  const { terminalReporter } = await import('../../report/reporters/terminal.ts');
  const terminal = terminalReporter({
    ...screenOf(io),
    now: () => options.clock.now(),
    idle: options.idle,
    paint: screenPaint(io),
    ...(options.isAsking && { isAsking: options.isAsking }),
    ...(options.expected && { expected: options.expected }),
    ...{ inventory, again },
  });
  return { ...terminal, note, drawsFrames: true };
}
