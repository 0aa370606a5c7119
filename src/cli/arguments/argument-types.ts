import type { InferredOptionTypes, Options } from 'yargs';

/** Flags in the notation of yargs, which parses them and prints their help. */
export type Flags = Readonly<Record<string, Options>>;

/** Positional arguments in their order. An argument with `many` takes all words that remain; the last may be optional. */
export type Positionals = Readonly<
  Record<string, { readonly describe: string; readonly many?: true; readonly optional?: true }>
>;

type Inventory = { readonly inventory: { readonly describe: string } };

type CamelCase<S> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S & string;

/** The values of flags, in camel case, and of positional arguments. */
export type ArgumentsOf<F extends Flags, P extends Positionals = Inventory> = {
  readonly [Name in keyof F as CamelCase<Name>]: InferredOptionTypes<F>[Name];
} & {
  readonly [Name in keyof P]: P[Name] extends { readonly many: true }
    ? readonly string[]
    : P[Name] extends { readonly optional: true }
      ? string | undefined
      : string;
};

/** The values by name, before their types are known. */
export type ArgumentValues = Readonly<Record<string, unknown>>;
