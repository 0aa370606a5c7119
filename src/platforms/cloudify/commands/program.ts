import type { Command } from '../../../model/host/command.ts';
import { MINUTE } from '../../../model/duration.ts';

/** A command of the product that changes or lists members: it polls for 100 seconds at most (rabbit.py, 221). */
const MEMBERS_LIMIT = 5 * MINUTE;

export function cfyManager(args: Command['args']): Command {
  return { program: 'cfy_manager', args, as: 'root', timeoutMs: MEMBERS_LIMIT };
}

/** On a manager: root's own profile `manager-local`, which the install makes, is what `cfy` uses. */
export function cfy(args: Command['args']): Command {
  return { program: 'cfy', args, as: 'root', timeoutMs: MEMBERS_LIMIT };
}
