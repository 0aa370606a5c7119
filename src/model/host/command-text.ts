import type { Command, Live, Word } from './command.ts';
import { Secret } from '../secret.ts';

/** A word as a person may see it: secrets masked, live decisions as words. */
export function toLog(word: Word | Live): string {
  if (word instanceof Secret) return word.toString();
  return typeof word === 'string' ? word : `<the ${word.live} after ${word.of}>`;
}

/** A command as a person would type it, secrets masked. For reading only: nothing runs this text. */
export function commandToLog(command: Command): string {
  const quote = (text: string) => (/^[\w@%+=:,./<>{}-]+$/.test(text) ? text : `'${text}'`);
  return [command.program, ...command.args.map((word) => quote(toLog(word)))].join(' ');
}
