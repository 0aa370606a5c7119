import type { AnyAuthMethod } from 'ssh2';
import type { Waiting } from './waiting.ts';

/** Needed to prepare a login method. */
export interface Preparation {
  readonly waiting: Waiting;
  /** Signature algorithms that the server announces, not all of which it may accept. Undefined if it announces none. */
  readonly announced: () => readonly string[] | undefined;
}

/** A login method, with a description for messages. */
export interface Way {
  readonly words: string;
  /** The method as the host names it. */
  readonly kind: 'publickey' | 'password' | 'keyboard-interactive';
  /** Prepares the method right before it is tried. Returns a fault if this machine cannot use it. */
  readonly prepare: (preparation: Preparation) => Promise<AnyAuthMethod | { readonly fault: string }>;
  /** Why this machine could not complete the method. Undefined if the host rejected it. */
  readonly fault?: () => string | undefined;
  /** True if the method has a prompt that only the operator can answer, and there is no terminal. */
  readonly needsOperator?: () => boolean;
  /** True if nothing can answer the prompts of the method. */
  readonly isUnanswerable?: boolean;
  /** Tried only if the host rejected one of these, which have the same keys. Not reported, unless it explains the failure. */
  readonly after?: readonly Way[];
  /** True if the host has accepted a key of this method, but only with a SHA-1 signature. */
  readonly isSha1Only?: () => boolean;
}
