import type { CliCommand, CliCommands, CliCommandSection } from '../../../src/cli/arguments/command.ts';
import { isGroup } from '../../../src/cli/arguments/read.ts';
import { repeatedCommand } from '../../../src/cli/arguments/repeated-command.ts';
import { SECTIONS } from '../../../src/cli/command-table.ts';

export const COMMANDS: CliCommands = SECTIONS.flatMap(({ commands }) => commands);

/** Words that the operator typed in a test. */
export const TYPED = {
  inventory: 'inventory.yaml',
  again: repeatedCommand(['deploy', 'inventory.yaml'], COMMANDS),
};

/** Texts in the declaration of a command of a test. */
export const TEXTS: Pick<CliCommand, 'summary' | 'exits' | 'examples'> = {
  summary: 'for a test',
  exits: {},
  examples: [
    ['i.yaml', 'for a test'],
    ['i.yaml', 'for a test'],
  ],
};

/** A program with these commands. */
export function sectionWith(...commands: CliCommands): readonly CliCommandSection[] {
  return [{ title: 'Test', commands }];
}

interface Named {
  /** `['certificates', 'issue']` */
  readonly path: readonly string[];
  readonly command: CliCommand;
}

/** All commands, those of groups included. */
export function commandsIn(commands: CliCommands): readonly Named[] {
  return commands.flatMap((one): readonly Named[] =>
    isGroup(one)
      ? one.commands.map((below) => ({ path: [one.name, below.name], command: below }))
      : [{ path: [one.name], command: one }],
  );
}
