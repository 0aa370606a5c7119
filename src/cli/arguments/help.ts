import yargs from 'yargs';
import type { Argv } from 'yargs';
import type { Positionals } from './argument-types.ts';
import type { CliCommand, CliCommandGroup, CliCommands, CliCommandSection } from './command.ts';
import { mayBeOmitted } from './positionals.ts';
import { isGroup, PARSER_CONFIGURATION } from './read.ts';

const WIDTH = 80;

const USAGE = `quorate <command> [inventory]

Deploys and operates a highly available PostgreSQL, RabbitMQ and HAProxy
cluster, with or without Cloudify Manager, and protects its quorum.`;

const ENDING = `Options:
  -h, --help     Show help, also of a command: quorate deploy --help
  -V, --version  Show version number

Exit codes: docs/exit-codes.md, quorate explain 5`;

/** The help of the program, or of the command or group with this path. */
export async function helpText(
  path: readonly string[],
  sections: readonly CliCommandSection[],
): Promise<string> {
  if (path.length === 0) return [USAGE, ...sections.map(sectionText), ENDING].join('\n\n');
  const commands = sections.flatMap((section) => section.commands);
  const parser = withCommands(
    yargs()
      .scriptName('quorate')
      .exitProcess(false)
      .parserConfiguration(PARSER_CONFIGURATION)
      .locale('en')
      .help('help')
      .alias('help', 'h')
      .version('')
      .alias('version', 'V')
      .wrap(WIDTH),
    commands,
  );
  let text = '';
  await parser.parseAsync([...path, '--help'], {}, (_error, _argv, output) => {
    text = output;
  });
  return text;
}

/** Width of the names, with the indentation before and the space after them. */
const NAME_COLUMN = 24;

function sectionText({ title, commands }: CliCommandSection): string {
  const lines = commands.flatMap(({ name, summary }) => {
    const [first = '', ...rest] = wrapped(summary, WIDTH - NAME_COLUMN);
    return [`  ${name}`.padEnd(NAME_COLUMN) + first, ...rest.map((line) => ' '.repeat(NAME_COLUMN) + line)];
  });
  return [`${title}:`, ...lines].join('\n');
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function withCommands(parser: Argv, commands: CliCommands, path: readonly string[] = []): Argv {
  return commands.reduce((soFar, one) => {
    const below = [...path, one.name];
    const declare = (own: Argv) =>
      isGroup(one) ? withCommands(own, one.commands, below) : withArguments(own, one, below);
    return soFar.command(usage(one), one.summary, declare);
  }, parser);
}

function withArguments(parser: Argv, command: CliCommand, path: readonly string[]): Argv {
  const { flags, positionals } = command;
  // A command may have its own --version.
  const own = 'version' in flags ? parser.version(false) : parser;
  return shownPositionals(positionals)
    .reduce((soFar, [name, { describe }]) => soFar.positional(name, { type: 'string', describe }), own)
    .options(flags)
    .epilogue(examplesText(command, path));
}

function examplesText({ examples }: CliCommand, path: readonly string[]): string {
  const blocks = examples.map(([args, purpose]) => `  ${purpose}:\n    quorate ${path.join(' ')} ${args}`);
  return ['Examples:', ...blocks].join('\n');
}

function shownPositionals(positionals: Positionals) {
  return Object.entries(positionals).filter(([, { internal }]) => !internal);
}

function usage(one: CliCommand | CliCommandGroup): string {
  if (isGroup(one)) return one.name;
  const { positionals } = one;
  const names = shownPositionals(positionals).map(([name, { many }]) =>
    many ? `<${name}..>` : mayBeOmitted(name, positionals) ? `[${name}]` : `<${name}>`,
  );
  return [one.name, ...names].join(' ');
}
