import type { InferredOptionTypes, Options } from 'yargs';
import type { Edges } from '../edges.ts';
export type { Edges } from '../edges.ts';

/** Flags in the notation of yargs, which parses them and prints their help. */
export type Flags = Readonly<Record<string, Options>>;

/** Positional arguments in their order. `many` takes all that remain. */
export type Positionals = Readonly<Record<string, { readonly describe: string; readonly many?: true }>>;

export const INVENTORY = { inventory: { describe: 'Inventory file (YAML)' } } as const satisfies Positionals;

type CamelCase<S> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S & string;

/** The values of flags, in camel case, and of positional arguments. */
export type ArgsOf<F extends Flags, P extends Positionals = typeof INVENTORY> = {
  readonly [Name in keyof F as CamelCase<Name>]: InferredOptionTypes<F>[Name];
} & {
  readonly [Name in keyof P]: P[Name] extends { readonly many: true } ? readonly string[] : string;
};

/** The same before a command knows their types. */
export type ArgumentValues = Readonly<Record<string, unknown>>;

/**
 * The work of a command.
 * @param commands all commands, for a command that rehearses another one
 * @returns the exit code
 * @throws QuorateError for an expected failure; any other error is a bug
 */
export type Work<A> = (args: A, edges: Edges, commands: Commands) => Promise<number>;

interface Declaration<F extends Flags, P extends Positionals> {
  readonly name: string;
  readonly summary: string;
  readonly flags: F;
  /** The inventory by default. */
  readonly positionals?: P;
  /** Imports the work, so that `--help` loads none of it. */
  readonly load: () => Promise<Work<ArgsOf<F, NoInfer<P>>>>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly flags: Flags;
  readonly positionals: Positionals;
  readonly run: Work<ArgumentValues>;
}

/** Commands under one name: `quorate certificates issue`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Command[];
}

export type Commands = readonly (Command | CommandGroup)[];

export function command<const F extends Flags, const P extends Positionals = typeof INVENTORY>(
  declaration: Declaration<F, P>,
): Command {
  const { load, positionals = INVENTORY, ...rest } = declaration;
  return {
    ...rest,
    positionals,
    run: async (args, ...context) => (await load())(args as ArgsOf<F, P>, ...context),
  };
}
