import { COLOR, PLAIN, TEXT_WIDTH } from '../../report/text.ts';
import type { Paint } from '../../report/text.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';

/** Keyboard input. In raw mode the terminal does not echo it. */
type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** A stream for text, with `isTTY` if it is a terminal. */
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

export type Signal = 'SIGINT' | 'SIGTERM';

/** Everything that the program uses of its process. Tests replace it. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /**
   * The original streams. Set if `stdout` and `stderr` are replaced by streams that show control characters instead of
   * obeying them.
   */
  readonly screen?: { readonly stdout: Output; readonly stderr: Output };
  readonly env: EnvironmentVariables;
  readonly home: string;
  /** Calls the listener for each SIGINT and SIGTERM. @returns a function that removes the listener */
  readonly onSignal: (listener: (signal: Signal) => void) => () => void;
  /** Ends the process at once, on the second interruption. */
  readonly exitNow: (code: number) => void;
}

/** The streams for text with colors and cursor moves of the program itself. */
export function screenOf(io: Io): {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
} {
  const { stdout, stderr } = io.screen ?? io;
  // Callers use only the output methods of the streams.
  return { stdout: stdout as NodeJS.WriteStream, stderr: stderr as NodeJS.WriteStream };
}

/** Colors for a stream: none in a pipe, on a dumb terminal, or if NO_COLOR is set (https://no-color.org). */
export function paintFor({ env }: Pick<Io, 'env'>, stream: Output): Paint {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb' ? COLOR : PLAIN;
}

/** Columns for problems: those of a narrow terminal, otherwise 80. */
export function problemWidth(io: Io): number {
  const { columns = TEXT_WIDTH } = screenOf(io).stderr;
  return Math.min(TEXT_WIDTH, columns);
}

/** Colors for the screen. */
export function screenPaint(io: Io): Paint {
  return paintFor(io, io.stdout);
}

/** True if the screen can be redrawn: on a terminal, but not in CI. */
export function isInteractive(io: Io): boolean {
  return canRedraw(io, io.stdout);
}

/** True if lines of this stream can be redrawn. */
export function canRedraw({ env }: Pick<Io, 'env'>, stream: Output): boolean {
  return stream.isTTY === true && !env['CI'] && env['TERM'] !== 'dumb';
}
