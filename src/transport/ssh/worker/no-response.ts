import { NoResponse } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { formatDuration } from '../../../model/duration.ts';
import { shellHere, inOrder, RUN_AGAIN } from '../../../model/next-step.ts';
import { sshCommand } from '../ssh-command.ts';

/** A response that does not follow the protocol. Its message is a clause: `no section "clock"`. */
export class Malformed extends Error {}

/** Reads each part of a response. @throws one Malformed with the messages of all parts that cannot be read */
export function readParts<T, R>(parts: readonly T[], read: (part: T) => R): readonly R[] {
  const messages: string[] = [];
  const values = parts.flatMap((part) => {
    try {
      return [read(part)];
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      messages.push(error.message);
      return [];
    }
  });
  if (messages.length > 0) throw new Malformed(messages.join('; '));
  return values;
}

/** The longest response of a script in bytes, stdout and stderr together. */
export const LONGEST_RESPONSE = 4 * 1024 * 1024;

/** Limit of the responses of all hosts together, while they are received. A survey has about 50 KB. */
export const MOST_RECEIVED = 32 * 1024 * 1024;

/** Messages show this many characters of a mark, the name that a script prints before each part of its response. */
const LONGEST_MARK = 80;

/** @param mark the last mark in the response so far, which names the part of the script that hangs */
export function tooLate(
  host: Host,
  { what, limitMs }: { readonly what: string; readonly limitMs: number },
  mark: string | undefined,
): NoResponse {
  const at = mark === undefined ? '' : `; it stopped at \`${mark.slice(0, LONGEST_MARK)}\``;
  return new NoResponse(host.name, 'timeout', {
    what: `no response to ${what} within ${formatDuration(limitMs)}${at}`,
    why: 'a command on the host hangs (as `df` does on a stale NFS mount), or the host is overloaded',
    next: inOrder(shellHere(sshCommand(host, 'ps', '-ef'), 'find the command that hangs'), RUN_AGAIN),
  });
}

/** @param source the request, or the stream that was not requested */
export function tooLong(host: Host, source: string, limit: number): NoResponse {
  return endless(host, `${source} is longer than ${limit / 1024 / 1024} MiB`);
}

/** For the longest of the responses that are together too long. */
export function tooLongTogether(host: Host, source: string): NoResponse {
  const together = `the responses of all hosts are together longer than ${MOST_RECEIVED / 1024 / 1024} MiB`;
  return endless(host, `${source} is too long: ${together}, and this one is the longest`);
}

function endless(host: Host, what: string): NoResponse {
  return new NoResponse(host.name, 'unusable', {
    what,
    why: 'a command on the host prints without end, or another program answers in place of its shell',
    next: inOrder(shellHere(sshCommand(host, 'id'), 'check the shell of the account'), RUN_AGAIN),
  });
}

export function damaged(host: Host, what: string, why: string): NoResponse {
  return new NoResponse(host.name, 'unusable', {
    what: `the response to ${what} is incomplete or damaged: ${why}`,
    why: 'a part of the script was killed (by the OOM killer, for example), or another program answers in place of its shell',
    next: inOrder(shellHere(sshCommand(host, 'id'), 'check the shell of the account'), RUN_AGAIN),
  });
}
