import type { Clock } from '../../clock/clock.ts';
import type { HostDetails } from '../../model/host/details.ts';
import type { Host } from '../../model/cluster.ts';
import type { DurationName, Durations } from './durations.ts';
import type { AbsolutePath, HostName, JobName } from '../../model/names.ts';
import type { Holder } from '../../model/stored-formats.ts';
import type {
  ApplicationMember,
  BalancerMember,
  BrokerMember,
  DatabaseMember,
  KeepalivedMember,
  SimulatedExternalService,
  ManagerMember,
} from './member-state.ts';

export type * from './member-state.ts';

/**
 * State of the simulated world as data, in one file, to show what is modeled and what is not (Raft and SQL are not).
 * The behavior is in `services/`, `commands/` and `world.ts`.
 */
export interface World {
  readonly clock: Clock;
  readonly hosts: ReadonlyMap<HostName, SimulatedHost>;
  readonly applied: readonly AppliedChange[];
  /** Services that are not part of the cluster. */
  readonly external: readonly SimulatedExternalService[];
  /** Release of product packages whose name has no version. */
  readonly product: string;
  /** Operating system of all hosts, in the form that surveys return: `debian 12`. */
  readonly os: string;
  /** Forward and reverse records. Tests remove some. */
  readonly dns: Map<string, readonly string[]>;
  /** Pairs of hosts between which no packets pass; keys of `services/network.ts`. */
  readonly partitions: ReadonlySet<string>;
  /** TCP ports that a firewall blocks: `FROM TO PORT` to what the client gets. Tests add some. */
  readonly firewall: Map<string, 'timeout' | 'refused' | 'no-route'>;
  now(): number;
  /** Schedules a change of the world after `ms`. */
  after(ms: number, run: () => void): void;
  /** Runs all events that are due. `host` calls it first. */
  catchUp(): void;
  /** @throws Error (a bug) for an unknown host */
  host(name: HostName): SimulatedHost;
  record(applied: Omit<AppliedChange, 'at'>): void;
  /** Returns a duration in milliseconds, within 20 % of the table's. The same seed gives the same durations. */
  takes(what: DurationName): number;
  readonly durations: Durations;
  /** Chooses one of several values. The same seed gives the same choices. */
  pick<T>(choices: readonly T[]): T | undefined;
  /** Powers the host off, and on again after `ms`, by default 20 s. Running commands and locks are lost. */
  reboot(name: HostName, ms?: number): void;
  powerOff(name: HostName): void;
  powerOn(name: HostName): void;
  /** Cuts the deployer's connection to the host. Hosts still reach each other. */
  disconnect(name: HostName): void;
  reconnect(name: HostName): void;
  /** Drops all packets between two hosts, in both directions, until `heal`. */
  partition(one: HostName, other: HostName): void;
  heal(one: HostName, other: HostName): void;
  /** Kills a job as `systemctl kill -s KILL` does, so that it has no exit code. @returns false if no such job runs */
  killJob(name: HostName, job: JobName): boolean;
}

/** One change applied to a host. Tests check the number and the order of changes. */
export interface AppliedChange {
  /** World time, not the host's clock. */
  readonly at: number;
  readonly host: HostName;
  /** `effect`: change of the cluster by a command, such as `database db1 started` or `broker rabbit2 joined rabbit1`. */
  readonly kind: 'write' | 'remove' | 'receipt' | 'upload' | 'run' | 'job' | 'ended' | 'effect';
  /** Path, receipt name, command line, `job exit-code`, or the text of an effect. */
  readonly what: string;
}

/**
 * One host. Commands change it, and tests read it. Hosts of one machine have their own name, entry of the inventory and
 * members, and share everything else.
 */
export interface SimulatedHost {
  readonly name: HostName;
  readonly spec: Host;
  /** Name of the machine: that of its first host. */
  readonly machine: HostName;
  readonly machineId: string;
  bootId: string;
  bootedAt: number;

  up: boolean;
  /** True if the deployer can reach the host. */
  reachable: boolean;
  /** Difference between the clock of the host and the time of the simulated world. */
  clockOffsetMs: number;
  /** Commands and round trips of the host take this many times longer. */
  slowness: number;
  diskFree: number;
  /** Mount points of read-only file systems. */
  readonly readOnly: Set<AbsolutePath>;
  /** Directories that are no mounts. */
  readonly unmounted: Set<AbsolutePath>;
  readonly files: Files;
  /** Messages of the kernel. */
  readonly kernelLog: string[];
  /** Version by package name: distribution packages and the product. */
  readonly packages: Map<string, string>;
  /** Versions that differ from those that the distribution offers. */
  offered: Readonly<Record<string, string>>;
  /** Units that a step has enabled. */
  readonly enabled: Set<string>;
  readonly locks: Map<string, HeldLock>;
  /** Running jobs by name. */
  readonly jobs: Map<JobName, Process>;
  /** All running commands, including jobs. */
  readonly processes: Set<Process>;
  readonly counts: HostCounts;
  /** Details that differ from those of a good host. */
  details: Partial<HostDetails>;
  /** Temporary listeners: port to nonce and end, in world time. */
  readonly listeners: Map<number, { readonly nonce: string; readonly until: number }>;
  database?: DatabaseMember | undefined;
  broker?: BrokerMember | undefined;
  manager?: ManagerMember | undefined;
  application?: ApplicationMember | undefined;
  balancer?: BalancerMember | undefined;
  keepalived?: KeepalivedMember | undefined;
  /** True if the kernel lets services bind addresses that the host does not have. */
  bindsForeign?: boolean;
  /** Addresses by interface. If absent, any interface has the address of the host. */
  interfaces?: Readonly<Record<string, readonly string[]>>;
}

interface HostCounts {
  connects: number;
  /** Round trips of the worker shell: surveys, changes, locks, reads, job starts. */
  scripts: number;
  requests: number;
  /** Bytes of packages that were sent. */
  uploaded: number;
}

/** A file on a simulated host. Packages have a digest and a size, but no content. */
export interface SimulatedFile {
  readonly content: string;
  readonly sha256: string;
  readonly size: number;
  readonly mode: number;
  /** `user:group` */
  readonly owner: string;
  /** By the host's clock. */
  readonly mtime: number;
}

export type Files = Map<AbsolutePath, SimulatedFile>;

export interface HeldLock {
  readonly holder: Holder;
  /** By the host's clock, as is `renewedAt`. */
  readonly acquiredAt: number;
  readonly renewedAt: number;
  /** Format number in the lock file; the current one unless set. */
  readonly format?: number;
}

/** A command that runs on a host in world time, even if no run is connected. */
export interface Process {
  /** Set once the process has ended. A killed process has no exit code. */
  ended?: { readonly kind: 'exited'; readonly code: number } | { readonly kind: 'killed' };
  /** Time of the command's next effect. */
  nextAt: number;
  kill(): void;
}
