import yargs from 'yargs';
import type { Argv } from 'yargs';
import type { CliCommand, CliCommandGroup, CliCommands } from './command.ts';
import { isGroup, PARSER_CONFIGURATION } from './read.ts';

const USAGE =
  '$0 <command> <inventory>\n\nDeploys a highly available Cloudify cluster and protects its quorum.';

/** The help of the program, or of the command or group with this path. */
export async function helpText(path: readonly string[], commands: CliCommands): Promise<string> {
  const parser = withCommands(
    yargs()
      .scriptName('quorate')
      .usage(USAGE)
      .exitProcess(false)
      .parserConfiguration(PARSER_CONFIGURATION)
      .locale('en')
      .help('help')
      .alias('help', 'h')
      .version('')
      .wrap(80)
      .epilogue('Exit codes: docs/exit-codes.md'),
    commands,
  );
  let text = '';
  await parser.parseAsync([...path, '--help'], {}, (_error, _argv, output) => {
    text = output;
  });
  return text;
}

function withCommands(parser: Argv, commands: CliCommands): Argv {
  return commands.reduce((soFar, one) => {
    const declare = (own: Argv) => (isGroup(one) ? withCommands(own, one.commands) : withArguments(own, one));
    return soFar.command(usage(one), one.summary, declare);
  }, parser);
}

function withArguments(parser: Argv, { flags, positionals }: CliCommand): Argv {
  // A command may have its own --version.
  const own = 'version' in flags ? parser.version(false) : parser;
  return Object.entries(positionals)
    .reduce((soFar, [name, { describe }]) => soFar.positional(name, { type: 'string', describe }), own)
    .options(flags);
}

function usage(one: CliCommand | CliCommandGroup): string {
  if (isGroup(one)) return one.name;
  const names = Object.entries(one.positionals).map(([name, { many, optional }]) =>
    many ? `<${name}..>` : optional ? `[${name}]` : `<${name}>`,
  );
  return [one.name, ...names].join(' ');
}
