import type { RunEvent } from '../../events/events.ts';
import type { EpochMs } from '../../model/duration.ts';
import { formatDuration, MINUTE } from '../../model/duration.ts';
import { eventMessage } from '../run/event-messages.ts';
import { NOTHING_YET, reduce } from '../run/state.ts';
import type { RunState } from '../run/state.ts';

/** Number of messages that are kept. */
const KEPT_MESSAGES = 20;
/** An unfinished run without an event for this time may have been killed. */
const QUIET = MINUTE;

/** The newest run on this machine, as its events describe it so far. */
export interface WatchedRun {
  readonly run: string;
  readonly state: RunState;
  /** The last messages, each with its time. */
  readonly messages: readonly { readonly at: EpochMs; readonly text: string }[];
  /** Time of the last event. */
  readonly lastAt: EpochMs;
}

/** The run after further events; undefined while there are none. Pure. */
export function nextRun(before: WatchedRun | undefined, events: readonly RunEvent[]): WatchedRun | undefined {
  const last = events.at(-1);
  if (!last) return before;
  const messages = events.flatMap((event) => {
    const text = eventMessage(event, false);
    return text === undefined ? [] : [{ at: event.at, text }];
  });
  return {
    run: last.run,
    state: events.reduce(reduce, before?.state ?? NOTHING_YET),
    messages: [...(before?.messages ?? []), ...messages].slice(-KEPT_MESSAGES),
    lastAt: last.at,
  };
}

/** The state of a run in one line: `deploy demo: running`. */
export function runTitle({ state, lastAt }: WatchedRun, now: EpochMs): string {
  const { command, cluster, finished } = state;
  const name = `${command} ${cluster}`;
  if (finished) return `${name}: ${finished.outcome} in ${formatDuration(finished.ms)}`;
  if (now - lastAt < QUIET) return `${name}: running`;
  return `${name}: no end recorded, no event for ${formatDuration(now - lastAt)}`;
}
