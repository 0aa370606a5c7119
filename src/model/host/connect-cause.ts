import type { HostName } from '../names.ts';

/** Why an attempt to connect failed, if a later attempt may succeed. */
export type ConnectCause =
  'refused' | 'closed' | 'no-answer' | 'no-route' | 'no-name-server' | 'overloaded' | 'penalized';

/** A failed attempt to connect, after which another one follows. */
export interface FailedAttempt {
  readonly host: HostName;
  /** Number of failed attempts so far. */
  readonly tries: number;
  readonly cause: ConnectCause;
  /** Time for all attempts, from the first. */
  readonly limitMs: number;
}
