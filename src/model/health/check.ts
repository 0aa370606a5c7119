import type { AbsolutePath, HostName } from '../names.ts';
import type { Next } from '../next-step.ts';
import type { Rendered } from '../rendered.ts';
import type { FailureCause } from './gate.ts';

/** Every check of a host before a change, in the order in which `quorate check` prints them. */
export const HOST_CHECKS = [
  'hostname',
  'address',
  'system',
  'package',
  'memory',
  'disk-space',
  'mounts',
  'ports',
  'certificate',
  'dns',
  'peer-names',
  'own-name',
  'clock',
  'time-service',
  'mtu',
  'peers',
  'external',
  'forwarding',
  'selinux',
  'firewall',
  'writable',
  'etcd-disk',
  'package-lock',
  'repositories',
  'leftovers',
  'product',
] as const;
export type HostCheck = (typeof HOST_CHECKS)[number];

/** `warn`: does not keep a change from starting. `unknown`: could not be tested, so it is never a pass. */
export type HostCheckState = 'pass' | 'warn' | 'fail' | 'unknown';

/**
 * The fixes that `check --fix` applies: a closed list, in which nothing affects data, a firewall, SELinux or a service of the
 * cluster.
 */
export type SafeFix =
  | { readonly kind: 'create-directory'; readonly path: AbsolutePath }
  | { readonly kind: 'enable-time-service'; readonly unit: string };

/** Result of one check on a host. A check that finds several faults has one result for each. */
export interface CheckResult {
  readonly host: HostName;
  readonly check: HostCheck;
  readonly state: HostCheckState;
  readonly seen: Rendered;
  /** Why a port of a peer is not reached. */
  readonly cause?: FailureCause;
  /** How to fix it. Absent for `pass`. */
  readonly next?: Next;
  /** The change that `check --fix` makes. */
  readonly fix?: SafeFix;
}
