import type { CliCommandSection } from '../command.ts';
import { programHelp } from './program-help.ts';

/**
 * The help of the program, or of the command or group with this path. Only a command's help loads yargs, which needs
 * as much processor time as the rest of the start.
 */
export async function helpText(
  path: readonly string[],
  sections: readonly CliCommandSection[],
): Promise<string> {
  if (path.length === 0) return programHelp(sections);
  const { commandHelp } = await import('./command-help.ts');
  return commandHelp(
    path,
    sections.flatMap((section) => section.commands),
  );
}
