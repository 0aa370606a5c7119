import type { HostName } from '../../model/names.ts';

/** One call of the port, as a fault sees it. */
export interface PortCall {
  /** Counts from 1 over the life of one transport, all hosts together. */
  readonly index: number;
  readonly host: HostName;
  readonly method: PortMethod;
  /** A job's name, the paths or commands of a change: for choosing and for reading a failing schedule. */
  readonly detail: string;
}

export type PortMethod =
  | 'connect'
  | 'survey'
  | 'lock'
  | 'renew'
  | 'release'
  | 'change'
  | 'upload'
  | 'read'
  | 'ask'
  | 'startJob'
  | 'followJob'
  | 'request'
  | 'reach';

/**
 * `before`: the call had no effect. `within`: half of it (some changes of several, part of an upload, some lines of
 * a job that goes on). `after`: it took effect and nobody heard so.
 */
export type FaultTiming = 'before' | 'within' | 'after';

export type FaultEffect =
  /** connect only: nobody answers there */
  | { readonly kind: 'refuse' }
  /** This host's connection is lost. */
  | { readonly kind: 'drop'; readonly when: FaultTiming }
  /** The deployer dies: no call of this transport ever answers again, and `killed` resolves. */
  | { readonly kind: 'kill'; readonly when: FaultTiming }
  /** The call takes longer. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** startJob only: the job ends early, after this many of its pauses: with an exit code, or killed without one. */
  | { readonly kind: 'job-fails'; readonly pauses: number; readonly code: number }
  | { readonly kind: 'job-killed'; readonly pauses: number }
  /** The deployer stands still for that long (a laptop's closed lid, SIGSTOP), then goes on as if nothing were. */
  | { readonly kind: 'freeze'; readonly ms: number }
  | WorldEffect;

/** What happens to the host of the call; whatever has `ms` is over after that long. */
export type WorldEffect =
  /** It restarts, at once: jobs on it die. Up again after `ms`, or 20 s. */
  | { readonly kind: 'reboot'; readonly ms?: number }
  /** The laptop does not reach it. */
  | { readonly kind: 'disconnect'; readonly ms: number }
  /** No packets between it and one other host. */
  | { readonly kind: 'partition'; readonly from: HostName; readonly ms: number }
  | { readonly kind: 'slow-host'; readonly times: number; readonly ms: number }
  | { readonly kind: 'disk-full'; readonly ms: number }
  | { readonly kind: 'clock-skew'; readonly by: number; readonly ms: number };

/** What goes wrong at a call; asked once a call, in the order of the calls. */
export type Faults = (call: PortCall) => FaultEffect | undefined;
