import type { Clock } from '../../clock/clock.ts';
import type { Reader } from '../../events/events.ts';
import { jsonReporter } from '../../report/reporters/json.ts';
import { plainReporter } from '../../report/reporters/plain.ts';
import { isInteractive, screenOf } from '../terminal/io.ts';
import type { Io } from '../terminal/io.ts';
import type { OutputFormat } from '../arguments/flags.ts';

export interface RunOutput {
  readonly read: Reader;
  /** Resolves when everything has been drawn. */
  readonly settled: () => Promise<void>;
  /** Prints a line after the summary, except with `--output json`. */
  readonly note: (line: string) => void;
}

interface OutputOptions {
  readonly output: OutputFormat;
  readonly verbose: boolean;
  readonly inventory: string;
  readonly clock: Clock;
  /** Resolves when no question is open on the terminal. */
  readonly idle: () => Promise<void>;
  /** True while a question is open. */
  readonly isAsking?: () => boolean;
}

/** Opens the output of a run. `auto` redraws the screen on a terminal and prints plain lines in a pipe or in CI. */
export async function runOutput(io: Io, options: OutputOptions): Promise<RunOutput> {
  const write = (text: string) => void io.stdout.write(text);
  const note = (line: string) => write(`${line}\n`);
  const settled = async () => undefined;
  if (options.output === 'json') return { read: jsonReporter(write), settled, note: () => undefined };
  if (options.output === 'plain' || !isInteractive(io)) {
    return {
      read: plainReporter({ write, verbose: options.verbose, inventory: options.inventory }),
      settled,
      note,
    };
  }
  const { terminalReporter } = await import('../../report/reporters/terminal.ts');
  const terminal = terminalReporter({
    ...screenOf(io),
    now: () => options.clock.now(),
    idle: options.idle,
    ...(options.isAsking && { isAsking: options.isAsking }),
    inventory: options.inventory,
  });
  return { ...terminal, note };
}
