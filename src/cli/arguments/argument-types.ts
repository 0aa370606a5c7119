import type { InferredOptionTypes, Options } from 'yargs';
import type { Role } from '../../model/names.ts';

/** The values that the completion of a shell offers. `hosts` stands for several host names with commas between them. */
export type Completes =
  'inventory' | 'file' | 'directory' | 'host' | 'hosts' | Role | 'playbook' | 'phase' | 'topic';

/** Flags in the notation of yargs, which parses them and prints their help. */
export type Flags = Readonly<Record<string, Options & { readonly completes?: Completes }>>;

interface Positional {
  readonly describe: string;
  readonly completes?: Completes;
  readonly choices?: readonly string[];
  readonly many?: true;
  readonly optional?: true;
  /** Used by the program itself, and not shown in help. */
  readonly internal?: true;
}

/** Positional arguments in their order. An argument with `many` takes all words that remain; the last may be optional. */
export type Positionals = Readonly<Record<string, Positional>>;

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
