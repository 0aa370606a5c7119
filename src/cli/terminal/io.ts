import type { Environment } from '../../model/secret.ts';

/** What a person types. In raw mode nothing is echoed. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** Where text goes; a terminal says so, and how wide it is. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

export type Signal = 'SIGINT' | 'SIGTERM';

/** The edges of the process, so that everything behind them runs in a test. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  readonly home: string;
  /** Calls back for each SIGINT and SIGTERM. @returns how to stop that */
  readonly onSignal: (heard: (signal: Signal) => void) => () => void;
  /** Ends the process at once: only for a second interruption. */
  readonly exitNow: (code: number) => void;
}

/** CI systems say so in their environment. */
export function isInteractive({ stdout, env }: Io): boolean {
  return stdout.isTTY === true && !env['CI'] && env['TERM'] !== 'dumb';
}
