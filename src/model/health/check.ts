import type { HostName } from '../names.ts';
import type { Next } from '../next-step.ts';
import type { Rendered } from '../rendered.ts';

/** Every check of a host before a change, in the order in which `quorate check` prints them. */
export const HOST_CHECKS = [
  'hostname',
  'address',
  'system',
  'package',
  'memory',
  'disk-space',
  'ports',
  'dns',
  'clock',
  'peers',
] as const;
export type CheckName = (typeof HOST_CHECKS)[number];

/** `warn`: does not keep a change from starting. `unknown`: could not be tested, so it is never a pass. */
export type CheckState = 'pass' | 'warn' | 'fail' | 'unknown';

/** Result of one check on a host. A check that finds several faults has one result for each. */
export interface CheckResult {
  readonly host: HostName;
  readonly check: CheckName;
  readonly state: CheckState;
  readonly seen: Rendered;
  /** How to fix it. Absent for `pass`. */
  readonly next?: Next;
}
