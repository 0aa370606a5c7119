import type { Clock } from '../clock/clock.ts';
import type { Emit } from '../events/events.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Secret } from '../model/secret.ts';
import type { Holder, Transport } from '../transport/port.ts';

/** What a run is given besides its plan: the two seams, where facts go, and who it is. */
export interface Environment {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly emit: Emit;
  /** The hosts' addresses and SSH settings. */
  readonly cluster: Cluster;
  readonly receiptKey: Secret;
  /** Identifies this run in events, receipts and locks. */
  readonly run: string;
  readonly command: string;
  readonly holder: Holder;
  /** Does the process behind a lock still live? undefined when that cannot be told from here. */
  readonly holderLives: (holder: Holder) => boolean | undefined;
  /** Aborted by the first interruption: nothing new starts, what runs is finished or left as a job. */
  readonly signal: AbortSignal;
}
