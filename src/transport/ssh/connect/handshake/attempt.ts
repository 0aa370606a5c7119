import { SECOND } from '../../../../model/duration.ts';
import type { EffectiveHost } from '../../config/effective.ts';
import type { HostKeys } from '../host-keys.ts';
import type { Login } from '../login/login-methods.ts';
import type { Turns } from '../../worker/turns.ts';

/** One attempt to connect to a host. */
export interface HandshakeAttempt {
  readonly host: EffectiveHost;
  readonly login: Login;
  readonly keys: HostKeys;
  readonly keepaliveMs: number;
  /** Time until the host's sshd responds. */
  readonly reachMs: number;
  /** The part of `reachMs` that opening the connection took. */
  readonly openedMs: number;
  /** Time for the key exchange and the login. */
  readonly limitMs: number;
  /** Lets one host at a time ask the operator. */
  readonly turns: Turns;
  readonly signal: AbortSignal | undefined;
}

/** Longest time until the first byte of the host. An sshd sends its banner at once. */
export const FIRST_BYTE = 12 * SECOND;
