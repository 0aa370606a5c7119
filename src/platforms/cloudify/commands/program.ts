import type { Command } from '../../../model/host/command.ts';
import { MINUTE } from '../../../model/duration.ts';

/** Time limit of commands that change or list members. They poll for at most 100 seconds (rabbit.py, 221). */
const MEMBERS_LIMIT = 5 * MINUTE;

/** A command of `cfy_manager`, the product's installer. */
export function cfyManager(args: Command['args']): Command {
  return { program: 'cfy_manager', args, as: 'root', timeoutMs: MEMBERS_LIMIT };
}

/** A command of `cfy` on a manager. It uses root's profile `manager-local`, which the installation creates. */
export function cfy(args: Command['args']): Command {
  return { program: 'cfy', args, as: 'root', timeoutMs: MEMBERS_LIMIT };
}
