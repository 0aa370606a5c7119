import type { Clock } from '../../clock/clock.ts';
import type { Host } from '../../model/cluster.ts';
import type { AbsolutePath, HostName, JobName } from '../../model/names.ts';
import type { Holder } from '../../model/stored-formats.ts';
import type {
  BalancerMember,
  BrokerMember,
  DatabaseMember,
  ExternalService,
  ManagerMember,
} from './member-state.ts';

export type * from './member-state.ts';

/**
 * All that the simulated world is, as data: one page, so that what is modelled (and what is not: no Raft, no SQL) can
 * be seen at once. What happens to it stands in `services/`, `commands/` and `world.ts`.
 */
export interface World {
  readonly clock: Clock;
  readonly hosts: ReadonlyMap<HostName, SimulatedHost>;
  readonly applied: readonly AppliedChange[];
  /** What somebody else runs. */
  readonly external: readonly ExternalService[];
  /** The release of a product's package whose name does not say. */
  readonly product: string;
  /** As facts say it: `debian 12`. */
  readonly os: string;
  /** Names to addresses and addresses to names; tests take records out. */
  readonly dns: Map<string, readonly string[]>;
  /** Pairs of hosts between which no packets go: `services/network.ts`. */
  readonly partitions: ReadonlySet<string>;
  now(): number;
  /** Does something in the world once `ms` have passed. */
  after(ms: number, run: () => void): void;
  /** Lets the world catch up with the clock; `host` does so by itself. */
  catchUp(): void;
  /** @throws Error (a bug) when there is no such host */
  host(name: HostName): SimulatedHost;
  record(applied: Omit<AppliedChange, 'at'>): void;
  /** A duration near `ms` (±20 %), or one of several: the same in every run of the same seed. */
  vary(ms: number): number;
  pick<T>(choices: readonly T[]): T | undefined;
  /** Down now, up again (with its enabled units) after 20 s, or after `ms`; running commands and locks are gone. */
  reboot(name: HostName, ms?: number): void;
  powerOff(name: HostName): void;
  powerOn(name: HostName): void;
  /** The laptop's connection to the host; the hosts still see each other. */
  disconnect(name: HostName): void;
  reconnect(name: HostName): void;
  /** No packets between two hosts, in both directions, until they are joined again. */
  partition(one: HostName, other: HostName): void;
  heal(one: HostName, other: HostName): void;
  /** As `systemctl kill -s KILL` of the job's unit: no exit code. @returns false when no such job runs */
  killJob(name: HostName, job: JobName): boolean;
}

/** Something that a host now has, or has had done to it: the ground for "exactly once" and "in this order". */
export interface AppliedChange {
  /** ms since the epoch, true time */
  readonly at: number;
  readonly host: HostName;
  /** `effect` is what a command did to the cluster: `database db1 started`, `broker rabbit2 joined rabbit1`. */
  readonly kind: 'write' | 'remove' | 'receipt' | 'upload' | 'run' | 'job' | 'ended' | 'effect';
  /** A path, a receipt's name, a command as a person would type it, `job exit-code`, or an effect in words. */
  readonly what: string;
}

/** One simulated machine: what a test may look at, and what commands change. */
export interface SimulatedHost {
  readonly name: HostName;
  readonly spec: Host;
  readonly machineId: string;
  bootId: string;
  bootedAt: number;
  /** It runs; and it can be reached from the laptop. */
  up: boolean;
  reachable: boolean;
  /** Its clock minus the true time, ms. */
  clockOffsetMs: number;
  /** Every pause of its commands, and every round trip, is multiplied by this. */
  slowness: number;
  diskFree: number;
  readonly files: Files;
  /** Distribution packages and the product, name to version. */
  readonly packages: Map<string, string>;
  /** Units that a step of ours enabled. */
  readonly enabled: Set<string>;
  readonly locks: Map<string, HeldLock>;
  /** Running jobs by name, and every running command. */
  readonly jobs: Map<JobName, Process>;
  readonly processes: Set<Process>;
  readonly counts: HostCounts;
  database?: DatabaseMember | undefined;
  broker?: BrokerMember | undefined;
  manager?: ManagerMember | undefined;
  balancer?: BalancerMember | undefined;
}

export interface HostCounts {
  connects: number;
  /** Round trips of the worker: surveys, changes, locks, reads, starts of jobs. */
  scripts: number;
  requests: number;
  /** Bytes of packages that were really sent. */
  uploaded: number;
}

/** A file on a simulated host. A package has a digest and a size, but no content here. */
export interface SimulatedFile {
  readonly content: string;
  readonly sha256: string;
  readonly size: number;
  readonly mode: number;
  /** `user:group` */
  readonly owner: string;
  /** ms since the epoch, by the host's clock */
  readonly mtime: number;
}

export type Files = Map<AbsolutePath, SimulatedFile>;

export interface HeldLock {
  readonly holder: Holder;
  /** Both by the host's clock. */
  readonly acquiredAt: number;
  readonly renewedAt: number;
  /** Format number in the lock file; the current one unless set. */
  readonly format?: number;
}

/** A command that runs on a host in the world's time, whoever is connected. */
export interface Process {
  /** Set once it has ended; a killed one never gets an exit code. */
  ended?: { readonly kind: 'exited'; readonly code: number } | { readonly kind: 'killed' };
  /** When it does its next thing. */
  nextAt: number;
  kill(): void;
}
