import yargs from 'yargs';
import type { Argv } from 'yargs';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { NEEDS_MORE, PARSER } from './command.ts';
import type { Command, Edges } from './command.ts';

/** Either a text to print (help, version) or the work that was asked for. */
export type Parsed =
  | { readonly text: string }
  | {
      /** Those that its command knows. */
      readonly flags: readonly string[];
      readonly start: (edges: Edges) => Promise<number>;
    };

interface Setting {
  readonly commands: readonly Command[];
  readonly version: string;
}

/** Reads the command line. @throws UsageError with what is wrong and what was probably meant */
export async function parse(argv: readonly string[], { commands, version }: Setting): Promise<Parsed> {
  let parsed: Parsed = { text: '' };
  const parser = commands.reduce<Argv>(
    (soFar, one) =>
      one.addTo(soFar, (start, flags) => {
        parsed = { flags, start };
      }),
    settings(version),
  );
  try {
    await parser.parseAsync([...argv], {}, (error, _, output) => {
      if (!error && output) parsed = { text: output };
    });
  } catch (error) {
    throw usage(argv, error as Error, commands);
  }
  return parsed;
}

function settings(version: string): Argv {
  return yargs()
    .scriptName('quorate')
    .usage('$0 <command> <inventory>\n\nDeploys a highly available Cloudify cluster and keeps it quorate.')
    .demandCommand(1, 'no command is given')
    .strict()
    .fail(false)
    .exitProcess(false)
    .parserConfiguration(PARSER)
    .locale('en')
    .help('help')
    .alias('help', 'h')
    .version(version)
    .wrap(80)
    .epilogue('Exit codes: docs/exit-codes.md');
}

/** yargs tells what is wrong only in its messages: those that can be said better are. */
function usage(argv: readonly string[], { message }: Error, commands: readonly Command[]): UsageError {
  const next = 'quorate --help';
  const [, unknown] = /^Unknown (?:arguments?|commands?): (.*)$/.exec(message) ?? [];
  const words = unknown === undefined ? [] : unknownWords(argv, unknown.split(', '), commands);
  if (words.length > 0) return new UsageError(words);
  const [, name, given, choices] = /Argument: (\S+), Given: (.*), Choices: (.*)$/.exec(message) ?? [];
  if (name)
    return new UsageError([{ what: `--${name} cannot be ${given}`, next: `choose one of ${choices}` }]);
  const missing = missingWord(argv, commands);
  if (missing && (message === NEEDS_MORE || message.startsWith('Not enough non-option')))
    return new UsageError([missing]);
  return new UsageError([{ what: lowered(message), next }]);
}

/** The command that was typed, as far as it is one: `certificates isue` is the group, and what is below it. */
function typedCommand(argv: readonly string[], commands: readonly Command[]) {
  const words = wordsOf(argv);
  const path: string[] = [];
  let below = commands;
  let found: Command | undefined;
  for (const word of words) {
    const next = below.find(({ name }) => name === word);
    if (!next) break;
    path.push(word);
    [found, below] = [next, next.commands];
  }
  return { found, below, path, rest: words.slice(path.length) };
}

function missingWord(argv: readonly string[], commands: readonly Command[]): Problem | undefined {
  const { found, below, path, rest } = typedCommand(argv, commands);
  if (!found) return undefined;
  const typed = ['quorate', ...path].join(' ');
  if (below.length > 0)
    return {
      what: `"${typed}" needs one more word`,
      next: `one of ${below.map(({ name }) => name).join(', ')}`,
    };
  const word = found.words[rest.length];
  if (word === undefined) return undefined;
  const example = [...rest, ...found.words.slice(rest.length).map((name) => EXAMPLES[name] ?? name)];
  return {
    what: MISSING[word] ?? `the ${word} is not named`,
    next: [typed, ...example].join(' '),
  };
}

const MISSING: Readonly<Record<string, string>> = {
  files: 'no files are named',
  name: 'no host is named',
};

const EXAMPLES: Readonly<Record<string, string>> = {
  inventory: 'inventory.yaml',
  files: '*.crt',
  name: 'NAME',
  server: 'db.example.com:5432',
};

/** Words that are no flag are no command either, or too many; an unknown command makes the others unknown too. */
function unknownWords(
  argv: readonly string[],
  words: readonly string[],
  commands: readonly Command[],
): readonly Problem[] {
  const next = 'quorate --help';
  const { found, below, path, rest } = typedCommand(argv, commands);
  const names = below.map(({ name }) => name);
  const [first] = rest;
  if (first && names.length > 0) {
    const typed = [...path, first].join(' ');
    if (LATER.test(typed)) return [notYet(typed)];
    return [{ what: `unknown command "${typed}"${didYouMean(first, names)}`, next }];
  }
  const known = found ? found.flags : commands.flatMap((one) => one.flags);
  const flags = [...new Set(known)].map((name) => `--${name}`);
  const typed = argv.map((word) => word.split('=')[0] ?? word);
  // yargs names `--some-flag` once more in camel case, which nobody typed.
  return words.flatMap((word) => {
    if (argv.includes(word)) return [{ what: `"${word}" is one word too many`, next }];
    const flag = typed.find((one) => one.startsWith('-') && one.replace(/^-+/, '') === word);
    return flag ? [{ what: `unknown option "${flag}"${didYouMean(flag, flags)}`, next }] : [];
  });
}

/** Commands that other messages name as the one that is meant for something, and that are still to be made. */
const LATER = /^(reconfigure|upgrade)$/;

function notYet(command: string): Problem {
  return {
    what: `${command} is not in this version of quorate yet`,
    next: "follow the product's own procedure, then: quorate verify INVENTORY",
  };
}

function wordsOf(argv: readonly string[]): readonly string[] {
  return argv.filter((word) => !word.startsWith('-'));
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
