import type { HostName } from '../../model/names.ts';

/** One call of the transport port. Faults are selected by its properties. */
export interface PortCall {
  /** Number of the call, from 1, over all hosts of one transport. */
  readonly index: number;
  readonly host: HostName;
  readonly method: PortMethod;
  /** Name of the job, or the paths and commands of a change. Used to select calls and to read failing schedules. */
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
  | 'reach'
  | 'details'
  | 'listen'
  | 'dial';

/**
 * `before`: the call has no effect. `within`: half of the effect (the first half of the changes, part of an upload,
 * some lines of a job that continues). `after`: the full effect, but the result is lost.
 */
export type FaultTiming = 'before' | 'within' | 'after';

export type FaultEffect =
  /** Only for `connect`: the connection is refused. */
  | { readonly kind: 'refuse' }
  /** The connection of the call is lost. */
  | { readonly kind: 'drop'; readonly when: FaultTiming }
  /**
   * The deployer, which is the simulated Quorate process, is killed: no call of this transport returns any more, and
   * `killed` resolves.
   */
  | { readonly kind: 'kill'; readonly when: FaultTiming }
  /** The call takes longer. */
  | { readonly kind: 'slow'; readonly ms: number }
  /**
   * Only for `startJob`: the job ends after this many pauses, with an exit code or killed without one. The kernel reports
   * `kernel`, if it is set.
   */
  | { readonly kind: 'job-fails'; readonly pauses: number; readonly code: number; readonly kernel?: string }
  | { readonly kind: 'job-killed'; readonly pauses: number }
  /** The deployer is suspended for this time (a closed lid, SIGSTOP), then continues. */
  | { readonly kind: 'freeze'; readonly ms: number }
  | WorldEffect;

/** Effect on the host of the call. Effects with `ms` end after that time. */
export type WorldEffect =
  /** The host goes down at once, which kills its jobs. It is up again after `ms`, by default 20 s. */
  | { readonly kind: 'reboot'; readonly ms?: number }
  /** The simulated Quorate process cannot reach the host. */
  | { readonly kind: 'disconnect'; readonly ms: number }
  /** No packets pass between the host and one other host. */
  | { readonly kind: 'partition'; readonly from: HostName; readonly ms: number }
  | { readonly kind: 'slow-host'; readonly times: number; readonly ms: number }
  | { readonly kind: 'disk-full'; readonly ms: number }
  | { readonly kind: 'clock-skew'; readonly by: number; readonly ms: number };

/** Returns the fault of a call. Called once for each call, in order. */
export type Faults = (call: PortCall) => FaultEffect | undefined;
