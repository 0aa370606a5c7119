import yargs from 'yargs';
import type { Argv } from 'yargs';
import type { Positionals } from '../argument-types.ts';
import type { CliCommand, CliCommandGroup, CliCommands } from '../command.ts';
import { mayBeOmitted } from '../positionals.ts';
import { isGroup, PARSER_CONFIGURATION } from '../read.ts';
import { HELP_WIDTH } from './program-help.ts';

/** The help of the command or the group with this path. */
export async function commandHelp(path: readonly string[], commands: CliCommands): Promise<string> {
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
      .wrap(HELP_WIDTH),
    commands,
  );
  let text = '';
  await parser.parseAsync([...path, '--help'], {}, (_error, _argv, output) => {
    text = output;
  });
  return text;
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
