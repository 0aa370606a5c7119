import yargs from 'yargs';
import type { Argv } from 'yargs';
import { UsageError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { Command, Edges } from './command.ts';

/** Either a text to print (help, version) or the work that was asked for. */
export type Parsed =
  | { readonly text: string }
  | {
      readonly command: string;
      readonly verbose: boolean;
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
      one.addTo(soFar, (start) => {
        parsed = { command: one.name, verbose: argv.includes('--verbose'), start };
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
    .demandCommand(1, 1, 'no command is given', 'more than one command is given')
    .strict()
    .fail(false)
    .exitProcess(false)
    .parserConfiguration({ 'duplicate-arguments-array': false, 'boolean-negation': false })
    .locale('en')
    .help()
    .version(version)
    .wrap(80)
    .epilogue('Exit codes: docs/exit-codes.md');
}

/** yargs tells what is unknown only in its message. */
function usage(argv: readonly string[], { message }: Error, commands: readonly Command[]): UsageError {
  const next = 'quorate --help';
  const [, unknown] = /^Unknown (?:arguments?|commands?): (.*)$/.exec(message) ?? [];
  if (unknown === undefined) return new UsageError([{ what: lowered(message), next }]);
  const names = commands.map(({ name }) => name);
  const problems = unknown.split(', ').map((word) => {
    if (!isFlag(argv, word)) return { what: `unknown command "${word}"${didYouMean(word, names)}`, next };
    const flags = [...new Set(commands.flatMap((one) => one.flags))];
    return { what: `unknown option "--${word}"${didYouMean(word, flags)}`, next };
  });
  return new UsageError(uniqueBy(problems, ({ what }) => what.replace(/-/g, '').toLowerCase()));
}

function isFlag(argv: readonly string[], word: string): boolean {
  return argv.some((arg) => arg.startsWith('-') && arg.replace(/^-+/, '').split('=')[0]?.includes(word));
}

/** yargs names an unknown `--some-flag` twice: as it was typed and in camel case. */
function uniqueBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map([...items].reverse().map((item) => [key(item), item])).values()].reverse();
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
