import type { Command } from '../../../model/host/command.ts';
import { MINUTE, SECOND } from '../../../model/duration.ts';
import type { HostChange } from '../../port.ts';
import type { Request } from './script.ts';

/** Limits for the responses of scripts. Commands add their own limits. */
export const LIMITS = {
  /** Hashes the files of the plan and resolves names. */
  survey: 2 * MINUTE,
  /** Waits up to 20 s for `flock`. */
  lock: 45 * SECOND,
  script: MINUTE,
  /** Hashes a package of several GB on a slow disk. */
  digest: 10 * MINUTE,
  /** A chunk of an upload over a slow line (14 KB/s). */
  chunk: 5 * MINUTE,
} as const;

/** `timeout -k` in the function `run` kills a command that ignores SIGTERM after this time. */
const KILL_AFTER = 10 * SECOND;

/** The longest time that commands take on the host. Before apt installs a package, it may update its lists. */
function commandsLimit(commands: readonly Command[]): number {
  return commands.reduce(
    (sum, { program, timeoutMs }) => sum + (program === 'packages' ? 2 : 1) * (timeoutMs + KILL_AFTER),
    0,
  );
}

export function commandsOf(changes: readonly HostChange[]): readonly Command[] {
  return changes.flatMap((change) => {
    if (change.kind === 'run') return change.command;
    return change.kind === 'write' && change.check ? change.check : [];
  });
}

/** The limits of a request that runs commands besides its own work. */
export function withCommands(
  limitMs: number,
  commands: readonly Command[],
): Pick<Request, 'limitMs' | 'commandsMs'> {
  const commandsMs = commandsLimit(commands);
  return { limitMs: limitMs + commandsMs, commandsMs };
}

/** A response that takes this long is reported, so that the operator knows what the run waits for. */
const NOTICE = 10 * SECOND;

/** Time until a request is reported as slow. Commands may use half of their time without a notice. */
export function noticeAfter({ limitMs, commandsMs = 0 }: Pick<Request, 'limitMs' | 'commandsMs'>): number {
  return Math.min(limitMs, Math.max(NOTICE, commandsMs / 2));
}
