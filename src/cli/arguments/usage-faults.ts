import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { inOrder, manual, commandStep } from '../../model/next-step.ts';

/** A fault of a command line. A `path` is the name of a command: `['certificates', 'issue']`. */
export type UsageFault =
  | {
      readonly kind: 'missing-command';
      readonly path: readonly string[];
      readonly choices: readonly string[];
    }
  | {
      readonly kind: 'unknown-command';
      readonly path: readonly string[];
      readonly given: string;
      readonly choices: readonly string[];
    }
  | {
      readonly kind: 'missing-argument';
      readonly path: readonly string[];
      /** Arguments that were given. */
      readonly given: readonly string[];
      /** Names of all arguments that the command takes. */
      readonly names: readonly string[];
    }
  | { readonly kind: 'unexpected-argument'; readonly given: string }
  | { readonly kind: 'unknown-flag'; readonly flag: string; readonly choices: readonly string[] }
  | { readonly kind: 'missing-value'; readonly flag: string }
  | {
      readonly kind: 'invalid-choice';
      readonly flag: string;
      readonly given: string;
      readonly choices: readonly string[];
    }
  | { readonly kind: 'conflicting-flags'; readonly flags: readonly [string, string] };

const HELP = 'quorate --help';

export function usageProblem(fault: UsageFault): Problem {
  switch (fault.kind) {
    case 'missing-command':
      return missingCommand(fault);
    case 'unknown-command':
      return unknownCommand(fault);
    case 'missing-argument':
      return missingArgument(fault);
    case 'unexpected-argument':
      return { what: `unexpected argument "${fault.given}"`, next: HELP };
    case 'unknown-flag':
      return { what: `unknown option "${fault.flag}"${didYouMean(fault.flag, fault.choices)}`, next: HELP };
    case 'missing-value':
      return { what: `--${fault.flag} requires a value`, next: HELP };
    case 'invalid-choice':
      return {
        what: `--${fault.flag} cannot be "${fault.given}"`,
        next: `choose one of ${fault.choices.join(', ')}`,
      };
    case 'conflicting-flags': {
      const [flag, other] = fault.flags;
      return { what: `--${flag} and --${other} cannot be combined`, next: 'remove one of them' };
    }
  }
}

type Fault<K extends UsageFault['kind']> = Extract<UsageFault, { kind: K }>;

function missingCommand({ path, choices }: Fault<'missing-command'>): Problem {
  if (path.length === 0) return { what: 'missing command', next: HELP };
  return {
    what: `"${typedCommand(path)}" requires a subcommand`,
    next: `one of ${choices.join(', ')}`,
  };
}

/** Commands that messages recommend and that a later version will have. */
const PLANNED_COMMANDS = ['reconfigure', 'upgrade'];

function unknownCommand({ path, given, choices }: Fault<'unknown-command'>): Problem {
  const typed = [...path, given].join(' ');
  if (PLANNED_COMMANDS.includes(typed))
    return {
      what: `this version of Quorate has no command ${typed} yet`,
      next: inOrder(manual("follow the product's own procedure"), commandStep('verify')),
    };
  return { what: `unknown command "${typed}"${didYouMean(given, choices)}`, next: HELP };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  inventory: 'inventory.yaml',
  directory: 'DIRECTORY',
  files: '*.crt',
  name: 'NAME',
  server: 'db.example.com:5432',
};

function missingArgument({ path, given, names }: Fault<'missing-argument'>): Problem {
  const missing = names.slice(given.length);
  const examples = missing.map((name) => EXAMPLES[name] ?? name.toUpperCase());
  return {
    what: `missing argument: ${missing[0]?.toUpperCase() ?? ''}`,
    next: [typedCommand(path), ...given, ...examples].join(' '),
  };
}

function typedCommand(path: readonly string[]): string {
  return ['quorate', ...path].join(' ');
}
