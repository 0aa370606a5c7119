/**
 * The last mark of a script that did all of its work. A response without it is incomplete, even if its exit code is 0: a
 * part of the script was killed, or the host sent something else.
 */
export const COMPLETE = 'complete';

/** A script, and the bytes that it reads from stdin, in the order in which it reads them. */
export interface Script {
  readonly text: string;
  readonly payload: readonly Buffer[];
}

export function script(text: string, ...payload: readonly Buffer[]): Script {
  return { text, payload };
}

/** Joins scripts and their payloads into one script, in order. */
export function join(parts: readonly (Script | string)[]): Script {
  const scripts = parts.map((part) => (typeof part === 'string' ? script(part) : part));
  return {
    text: scripts.map(({ text }) => text).join('\n'),
    payload: scripts.flatMap(({ payload }) => payload),
  };
}

/** A script, and what is expected of its response. */
export interface Request extends Script {
  /** Name for messages: `the survey`. */
  readonly what: string;
  /** The response must be complete within this time after the script was sent. */
  readonly limitMs: number;
  /** The part of this time that commands may use. */
  readonly commandsMs?: number;
}
