import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { inOrder, manual, commandStep } from '../../model/next-step.ts';

/** A fault of a command line. */
export type UsageFault =
  | { readonly kind: 'missing-command'; readonly choices: readonly string[] }
  | { readonly kind: 'unknown-command'; readonly given: string; readonly choices: readonly string[] }
  | {
      readonly kind: 'missing-argument';
      /** Arguments that were given. */
      readonly given: readonly string[];
      /** Names of all arguments that the command takes, those of optional ones in brackets. */
      readonly names: readonly string[];
      /** True if the first argument, the inventory, is missing, and the given ones follow it. */
      readonly isInventoryMissing: boolean;
    }
  | { readonly kind: 'unexpected-argument'; readonly given: string }
  | { readonly kind: 'unknown-flag'; readonly flag: string; readonly choices: readonly string[] }
  | { readonly kind: 'missing-value'; readonly flag: string }
  | {
      readonly kind: 'invalid-choice';
      /** The flag or argument: `--output`, `SHELL`. */
      readonly of: string;
      readonly given: string;
      readonly choices: readonly string[];
    }
  | { readonly kind: 'conflicting-flags'; readonly flags: readonly [string, string] };

/** The name of a command: `['certificates', 'issue']`. */
type CommandPath = readonly string[];

/** @param path the command or the group that the words before the fault name */
export function usageProblem(fault: UsageFault, path: CommandPath): Problem {
  const next = `${typedCommand(path)} --help`;
  switch (fault.kind) {
    case 'missing-command':
      return missingCommand(fault, path);
    case 'unknown-command':
      return unknownCommand(fault, path);
    case 'missing-argument':
      return missingArgument(fault, path);
    case 'unexpected-argument':
      return { what: `unexpected argument "${fault.given}"`, next };
    case 'unknown-flag':
      return { what: `unknown option "${fault.flag}"${didYouMean(fault.flag, fault.choices)}`, next };
    case 'missing-value':
      return { what: `--${fault.flag} requires a value`, next };
    case 'invalid-choice':
      return {
        what: `${fault.of} cannot be "${fault.given}"`,
        next: `choose one of ${fault.choices.join(', ')}`,
      };
    case 'conflicting-flags': {
      const [flag, other] = fault.flags;
      return { what: `--${flag} and --${other} cannot be combined`, next: 'remove one of them' };
    }
  }
}

type Fault<K extends UsageFault['kind']> = Extract<UsageFault, { kind: K }>;

function missingCommand({ choices }: Fault<'missing-command'>, path: CommandPath): Problem {
  if (path.length === 0) return { what: 'missing command', next: 'quorate --help' };
  return {
    what: `"${typedCommand(path)}" requires a subcommand`,
    next: `one of ${choices.join(', ')}`,
  };
}

/** Commands that messages recommend and that a later version will have. */
const PLANNED_COMMANDS = ['upgrade'];

function unknownCommand({ given, choices }: Fault<'unknown-command'>, path: CommandPath): Problem {
  const typed = [...path, given].join(' ');
  if (PLANNED_COMMANDS.includes(typed))
    return {
      what: `this version of Quorate has no command ${typed} yet`,
      next: inOrder(manual("follow the product's own procedure"), commandStep('verify')),
    };
  return {
    what: `unknown command "${typed}"${didYouMean(given, choices)}`,
    next: `${typedCommand(path)} --help`,
  };
}

function missingArgument(fault: Fault<'missing-argument'>, path: CommandPath): Problem {
  const { given, isInventoryMissing } = fault;
  const names = fault.names.map((name) => name.toUpperCase());
  const missing = isInventoryMissing ? names.slice(0, 1) : names.slice(given.length);
  const words = isInventoryMissing ? [...missing, ...given] : [...given, ...missing];
  return {
    what: `missing argument: ${missing[0] ?? ''}`,
    ...(isInventoryMissing && { why: `this directory has no inventory.yaml, and ${given[0]} is no file` }),
    next: `add it: ${[typedCommand(path), ...words].join(' ')}`,
  };
}

function typedCommand(path: CommandPath): string {
  return ['quorate', ...path].join(' ');
}
