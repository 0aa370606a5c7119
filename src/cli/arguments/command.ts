import type { Argv, ArgumentsCamelCase, InferredOptionTypes, Options } from 'yargs';
import type { Clock } from '../../clock/clock.ts';
import type { Transport } from '../../transport/port.ts';
import type { SshOptions } from '../../transport/ssh/connect/options.ts';
import type { Io } from '../terminal/io.ts';
import type { Mask } from '../terminal/mask.ts';

type Flags = Readonly<Record<string, Options>>;
/** What stands after a command's name, in this order; `many` takes all that follows. */
type Words = Readonly<Record<string, { readonly describe: string; readonly many?: true }>>;
type WordsOf<W extends Words> = {
  readonly [Name in keyof W]: W[Name] extends { readonly many: true } ? readonly string[] : string;
};

/** What the work of a command is called with that takes flags and the inventory's path. */
export type ArgsOf<F extends Flags, W extends Words = typeof INVENTORY> = ArgumentsCamelCase<
  InferredOptionTypes<F>
> &
  WordsOf<W>;

/** The edges of the program: the process, the hosts, the time. */
export interface Edges {
  readonly io: Io;
  readonly clock: Clock;
  readonly transport: (options: SshOptions) => Promise<Transport>;
  /** Knows the secrets once they are read. */
  readonly mask: Mask;
}

/** @returns the exit code; throws QuorateError for what is expected, anything else for a bug */
export type Work<A> = (args: A, edges: Edges) => Promise<number>;

interface Declaration<F extends Flags, W extends Words> {
  readonly name: string;
  readonly text: string;
  readonly flags: F;
  /** Default: the inventory. */
  readonly words?: W;
  /** Imports the work: `--help` loads none of it. */
  readonly load: () => Promise<Work<ArgsOf<F, NoInfer<W>>>>;
}

export interface Command {
  readonly name: string;
  readonly flags: readonly string[];
  /** What stands after the name, to say what is missing. */
  readonly words: readonly string[];
  /** Those below a name that is none by itself. */
  readonly commands: readonly Command[];
  /** Adds the command to a parser; once its arguments are read, `chosen` gets the work to do. */
  addTo(parser: Argv, chosen: Chosen): Argv;
}

/** Told the work to do, and the flags of its command. */
type Chosen = (start: (edges: Edges) => Promise<number>, flags: readonly string[]) => void;

/** How yargs reads: `--no-x` is no `--x false`, dots mean nothing, and of a flag given twice the last one counts. */
export const PARSER = {
  'duplicate-arguments-array': false,
  'boolean-negation': false,
  'dot-notation': false,
};

export const INVENTORY = { inventory: { describe: 'The inventory, a YAML file' } } as const satisfies Words;

export function command<const F extends Flags, const W extends Words = typeof INVENTORY>(
  declaration: Declaration<F, W>,
): Command {
  const { name, text, flags, load } = declaration;
  const words: Words = declaration.words ?? INVENTORY;
  const usage = Object.entries(words).map(([word, { many }]) => (many ? `<${word}..>` : `<${word}>`));
  // yargs reads the second of many words as the flag given twice, of which the last one counts.
  const many = Object.values(words).some((word) => word.many);
  const withWords = (own: Argv) =>
    Object.entries(words).reduce(
      (soFar, [word, { describe }]) => soFar.positional(word, { type: 'string', describe }),
      many ? own.parserConfiguration({ ...PARSER, 'duplicate-arguments-array': true }) : own,
    );
  const addTo: Command['addTo'] = (parser, chosen) =>
    parser.command(
      [name, ...usage].join(' '),
      text,
      // A command with a --version of its own means that.
      (own) => withWords('version' in flags ? own.version(false) : own).options(flags),
      (args) =>
        chosen(async (edges) => (await load())(args as unknown as ArgsOf<F, W>, edges), Object.keys(flags)),
    );
  return { name, flags: Object.keys(flags), words: Object.keys(words), commands: [], addTo };
}

/** Said only to `parse`, which knows the words of who typed. */
export const NEEDS_MORE = 'one more word is needed';

/** Commands below one name: `quorate certificates issue`. */
export function group(name: string, text: string, commands: readonly Command[]): Command {
  const addTo: Command['addTo'] = (parser, chosen) =>
    parser.command(name, text, (own) =>
      commands.reduce((soFar, one) => one.addTo(soFar, chosen), own).demandCommand(1, NEEDS_MORE),
    );
  return { name, flags: commands.flatMap(({ flags }) => flags), words: [], commands, addTo };
}
