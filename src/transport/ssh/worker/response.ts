import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock/clock.ts';
import type { Request } from '../scripts/script.ts';
import { collector, cutSections, lastMark } from './frame.ts';
import type { Section } from './frame.ts';
import { Malformed } from './no-response.ts';

/** Answer of a script. */
export interface Reply {
  readonly code: number;
  readonly sections: readonly Section[];
  /** The whole stderr of the script, also the part outside of `sections`. */
  readonly stderr: string;
  /** Time on this machine when the script was sent. */
  readonly sentAt: number;
  /** Time on this machine when the first output arrived. */
  readonly startedAt: number;
}

/** Runs a script and reads its reply. `read` throws Malformed if the reply lacks what the script prints. */
export type RunRequest = <T>(request: Request, read: (reply: Reply) => T) => Promise<T>;

/** Collects the response to one script. */
export interface Response {
  readonly nonce: string;
  readonly out: (chunk: Buffer) => void;
  readonly err: (chunk: Buffer) => void;
  /** Length of stdout and stderr together. */
  bytes(): number;
  ended(): boolean;
  /** The last mark in the response so far. */
  lastMark(): string | undefined;
  /** @throws Malformed unless stdout and stderr have all marks */
  reply(): Reply;
}

export function newResponse(clock: Clock): Response {
  const nonce = randomBytes(16).toString('hex');
  const out = collector(nonce);
  const err = collector(nonce);
  const sentAt = clock.now();
  let startedAt: number | undefined;
  let bytes = 0;
  return {
    nonce,
    out: (chunk) => {
      startedAt ??= clock.now();
      bytes += chunk.length;
      out.push(chunk);
    },
    err: (chunk) => {
      bytes += chunk.length;
      err.push(chunk);
    },
    bytes: () => bytes,
    ended: () => out.ended() && err.ended(),
    lastMark: () => lastMark(nonce, out.bytes()),
    reply: () => ({
      ...replyOf(cutSections(nonce, out.bytes(), err.bytes())),
      sentAt,
      startedAt: startedAt ?? sentAt,
    }),
  };
}

function replyOf(all: readonly Section[] | undefined): Pick<Reply, 'code' | 'sections' | 'stderr'> {
  if (!all) throw new Malformed('stdout and stderr have different marks');
  const end = all.at(-1)?.head ?? '';
  if (all[0]?.head !== 'begin') throw new Malformed('it does not start with its own mark');
  if (!/^end \d{1,3}$/.test(end)) throw new Malformed('it does not end with an exit code');
  return {
    code: Number(end.slice('end '.length)),
    sections: all.slice(1, -1),
    stderr: Buffer.concat(all.map((section) => section.err)).toString('utf8'),
  };
}
