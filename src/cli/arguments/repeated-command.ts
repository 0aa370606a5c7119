import { wordToLog } from '../../model/host/command-text.ts';
import type { RepeatedLine } from '../../model/next-step.ts';
import type { CliCommands } from './command.ts';
import { defaultInventory } from './inventory-path.ts';
import { readCommandLine } from './read.ts';

/**
 * Returns a function that adds flags to the typed command, or omits them. It returns undefined if the program would not
 * accept the result, for example because a flag needs a value.
 */
export function repeatedCommand(typed: readonly string[], commands: CliCommands): RepeatedLine {
  return ({ with: added = '', without }) => {
    const more = added.split(' ').filter(Boolean);
    if (more[0] !== undefined && typed.some((word) => word === more[0])) return undefined;
    const words = [...typed.filter((word) => word !== without), ...more];
    const line = readCommandLine(words, commands, defaultInventory());
    return line.kind === 'command' ? ['quorate', ...words.map(wordToLog)].join(' ') : undefined;
  };
}
