import type { Argv, ArgumentsCamelCase, InferredOptionTypes, Options } from 'yargs';
import type { Clock } from '../clock/clock.ts';
import type { Transport } from '../transport/port.ts';
import type { SshOptions } from '../transport/ssh/options.ts';
import type { Io } from './io.ts';

type Flags = Readonly<Record<string, Options>>;
/** What a command's work is called with: its flags, and the inventory's path. */
export type ArgsOf<F extends Flags> = ArgumentsCamelCase<InferredOptionTypes<F>> & {
  readonly inventory: string;
};

/** The edges of the program: the process, the hosts, the time. */
export interface Edges {
  readonly io: Io;
  readonly clock: Clock;
  readonly transport: (options: SshOptions) => Promise<Transport>;
}

/** @returns the exit code; throws QuorateError for what is expected, anything else for a bug */
export type Work<A> = (args: A, edges: Edges) => Promise<number>;

interface Declaration<F extends Flags> {
  readonly name: string;
  readonly text: string;
  readonly flags: F;
  /** Imports the work: `--help` loads none of it. */
  readonly load: () => Promise<Work<ArgsOf<F>>>;
}

export interface Command {
  readonly name: string;
  readonly flags: readonly string[];
  /** Adds the command to a parser; once its arguments are read, `chosen` gets the work to do. */
  addTo(parser: Argv, chosen: (start: (edges: Edges) => Promise<number>) => void): Argv;
}

export function command<const F extends Flags>({ name, text, flags, load }: Declaration<F>): Command {
  const addTo: Command['addTo'] = (parser, chosen) =>
    parser.command(
      `${name} <inventory>`,
      text,
      (own) =>
        own
          .positional('inventory', { type: 'string', describe: 'The inventory, a YAML file' })
          .options(flags),
      (args) => chosen(async (edges) => (await load())(args as unknown as ArgsOf<F>, edges)),
    );
  return { name, flags: Object.keys(flags), addTo };
}
