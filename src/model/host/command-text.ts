import type { Command, Live, Word } from './command.ts';
import { Secret } from '../secret.ts';

/** Returns a word for display, with secrets masked and run-time decisions described. */
export function toLog(word: Word | Live): string {
  if (word instanceof Secret) return word.toString();
  if (typeof word === 'string') return word;
  if (word.live === 'leader') return '<the leader>';
  return word.live === 'candidate' ? `<the candidate after ${word.of}>` : `<the ${word.live} ${word.of}>`;
}

/** Returns a command for display, with secrets masked. The text is never run. */
export function commandToLog(command: Command): string {
  return [command.program, ...command.args.map((word) => wordToLog(toLog(word)))].join(' ');
}

/** Returns a word of a displayed command, in quotes if a shell needs them. */
export function wordToLog(text: string): string {
  return /^[\w@%+=:,./<>{}-]+$/.test(text) ? text : `'${text}'`;
}
