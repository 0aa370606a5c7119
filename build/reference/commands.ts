import type { CliCommand } from '../../src/cli/arguments/command.ts';
import { mayBeOmitted } from '../../src/cli/arguments/positionals.ts';
import { isGroup } from '../../src/cli/arguments/read.ts';
import { SECTIONS } from '../../src/cli/command-table.ts';
import { code, plain, table, type Page } from './markdown.ts';

/** A command with the words that call it. */
export interface NamedCommand {
  readonly path: string;
  readonly command: CliCommand;
}

const ALL = SECTIONS.map(({ title, commands }) => ({
  title,
  commands: commands.flatMap((one): readonly NamedCommand[] =>
    isGroup(one)
      ? one.commands.map((below) => ({ path: `${one.name} ${below.name}`, command: below }))
      : [{ path: one.name, command: one }],
  ),
}));

export const NAMED_COMMANDS = ALL.flatMap(({ commands }) => commands);

export const commandsPage: Page = {
  name: 'commands',
  title: 'Commands',
  intro:
    'All commands with their arguments, flags, examples and exit codes. Codes 1, 2, 8, 130 and 143 apply to every command ' +
    '([exit codes](exit-codes.md)). `--help` after a command prints the same.',
  body: ALL.flatMap(({ title, commands }) => [
    `## ${title}`,
    ...commands.flatMap(({ path, command }) => commandText(path, command)),
  ]),
};

function commandText(path: string, command: CliCommand): readonly string[] {
  const { summary, positionals, flags, exits, examples } = command;
  const shown = Object.entries(positionals).filter(([, { internal }]) => !internal);
  const calls = shown.map(([name, { many, choices }]) => {
    const word = choices?.[0] ?? name.toUpperCase();
    return mayBeOmitted(name, positionals) ? `[${word}]` : many ? `${word}...` : word;
  });
  const args = shown.map(([name, { describe }]) => [code(name), plain(describe), '']);
  return [
    `### ${path}`,
    `${summary}: ${code(['quorate', path, ...calls].join(' '))}`,
    table(['argument or flag', 'meaning', 'default'], [...args, ...flagRows(flags)]),
    examples.map(([words, purpose]) => `- ${purpose}: ${code(`quorate ${path} ${words}`)}`).join('\n'),
    table(
      ['exit code', 'meaning'],
      Object.entries(exits).map(([exit, meaning]) => [exit, plain(meaning)]),
    ),
  ];
}

function flagRows(flags: CliCommand['flags']): readonly (readonly string[])[] {
  return Object.entries(flags).map(([name, flag]) => {
    const choices = flag.choices ? ` ${flag.choices.join(', ')}` : flag.type === 'boolean' ? '' : ' VALUE';
    const standard = flag.defaultDescription ?? (typeof flag.default === 'string' ? flag.default : '');
    return [code(`--${name}${choices}`), plain(String(flag.describe)), standard === '' ? '' : code(standard)];
  });
}
