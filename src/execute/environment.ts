import type { Clock } from '../clock/clock.ts';
import type { Emit } from '../events/events.ts';
import type { Problem } from '../errors/errors.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Digest, HostName } from '../model/names.ts';
import type { PhasePlan } from '../model/plan/plan.ts';
import type { Secret } from '../model/secret.ts';
import type { Comparison, Surveys } from '../plan/compare/compare.ts';
import type { Transport } from '../transport/port.ts';
import type { Holder } from '../model/stored-formats.ts';

/** Input of a run besides its plan: the two seams (transport and clock), the event readers, and the lock holder. */
export interface RunEnvironment {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly emit: Emit;
  /** The hosts' addresses and SSH settings. */
  readonly cluster: Cluster;
  readonly receiptKey: Secret;
  /** Identifies this run in events, receipts and locks. */
  readonly run: string;
  readonly command: string;
  /** Keyed digest of the inventory's text. */
  readonly inventory: Digest;
  readonly holder: Holder;
  /** True if the process that holds a lock still runs. Returns undefined if this machine cannot decide that. */
  readonly isHolderRunning: (holder: Holder) => boolean | undefined;
  /** Aborted by the first interruption: nothing new starts, what runs is finished or left as a job. */
  readonly signal: AbortSignal;
  readonly terms?: Terms;
  /** Receives the current leader before a switchover whose command does not name it. */
  readonly onSwitchover?: (from: HostName) => Promise<void>;
}

/** The confirmations that the operator has given. */
export interface Terms {
  /** Why what was found is not that: asked before anything is done, and again once the locks are ours. */
  readonly refuse?: (comparison: Comparison, surveys: Surveys) => readonly Problem[];
  /** Asked before each phase that does something on hosts; false: the run ends before it, and well. */
  readonly agree?: (phase: PhasePlan) => Promise<boolean>;
}
