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

/** `recorded` of a run without a journal, which changes no host. */
export const withoutJournal = async (): Promise<void> => undefined;

/** Input of a run besides its plan, such as the transport to the hosts, the clock and the holder of the locks. */
export interface RunEnvironment {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Resolves once the journal has every event on disk. @throws OutputError if it cannot be written */
  readonly recorded: () => Promise<void>;
  /** The hosts' addresses and SSH settings. */
  readonly cluster: Cluster;
  readonly receiptKey: Secret;
  /** Identifies this run in events, receipts and locks. */
  readonly run: string;
  readonly command: string;
  /** Keyed digest of the inventory's text. */
  readonly inventory: Digest;
  readonly holder: Holder;
  /** Version of the program, for reports. */
  readonly version?: string;
  /** True if the process that holds a lock still runs. Returns undefined if this machine cannot decide that. */
  readonly isHolderRunning: (holder: Holder) => boolean | undefined;
  /** Aborted by the first interruption, or if the journal cannot be written. No step starts after it; each running step
   * finishes or leaves a job. */
  readonly signal: AbortSignal;
  readonly terms?: Terms;
  /** True if the hosts are simulated. */
  readonly rehearsal?: true;
  /** True if the closing lines of the plan are printed after success. */
  readonly printsClosing?: true;
  /** Receives the current leader right before a switchover, if the command does not name the leader. */
  readonly onSwitchover?: (from: HostName) => Promise<void>;
}

/** Conditions to which the operator agreed: a saved plan, or the confirmation of each phase. */
export interface Terms {
  /**
   * Returns problems if the hosts differ from the saved plan. Called before any change, and again after the locks are
   * acquired.
   */
  readonly refuse?: (comparison: Comparison, surveys: Surveys) => readonly Problem[];
  /** Called before each phase that changes hosts. If it returns false, the run ends before the phase and succeeds. */
  readonly agree?: (phase: PhasePlan) => Promise<boolean>;
}
