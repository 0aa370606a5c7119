import type { Command } from '../../../model/host/command.ts';
import { commandToLog, toLog } from '../../../model/host/command-text.ts';
import { reveal } from '../../../model/secret.ts';
import { CANDIDATE } from '../../../model/plan/step.ts';
import { quote } from '../quote.ts';
import { script } from './script.ts';
import type { Script } from './script.ts';

/**
 * A command as a call of the shell function `run`, with its stdin.
 * @param login account for `as: 'login'`
 * @throws Error (a bug) for an argument that is only known at run time and was not resolved
 */
export function commandScript(command: Command, login: string): Script {
  const call = runCall(command, login);
  if (command.stdin === undefined) return script(`${call} </dev/null`);
  const bytes = Buffer.from(reveal(command.stdin), 'utf8');
  return script(`take ${bytes.length} | ${call}`, bytes);
}

/**
 * A command as a call of the shell function `run`, without stdin. Replaces `{candidate}` in an argument by the shell's
 * $new, the new file that the command checks.
 */
export function runCall(command: Command, login: string): string {
  const seconds = Math.max(1, Math.ceil(command.timeoutMs / 1000));
  const user = command.as === 'root' ? 'root' : login;
  const words = command.args.map((word) => {
    if (typeof word !== 'string') throw new Error(`${toLog(word)} was not resolved`);
    return word.split(CANDIDATE).map(quoteUnlessEmpty).join('"$new"') || "''";
  });
  return ['run', seconds, quote(user), quote(command.program), ...words].join(' ');
}

function quoteUnlessEmpty(text: string): string {
  return text === '' ? '' : quote(text);
}

/** A command as messages show it, between backticks and with its secrets masked. */
export function quotedCommand(command: Command): string {
  return `\`${commandToLog(command)}\``;
}
