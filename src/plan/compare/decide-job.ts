import type { JobAction } from '../../model/plan/step.ts';
import type { JobState } from '../../transport/port.ts';
import type { Receipt } from '../../model/stored-formats.ts';

/** State of one job on its host. */
interface JobObservation {
  readonly marker: boolean;
  readonly receipt?: Receipt;
  readonly job?: JobState;
  /** Names of the inputs that differ from the receipt. Empty if there is no receipt. */
  readonly changed: readonly string[];
  /** True if `unless` is a command that exited 0. False if `unless` is not a command. */
  readonly guard: boolean;
}

export type JobDecision =
  | { readonly do: 'nothing' }
  | { readonly do: 'nothing'; readonly requires: JobAction['requires']; readonly changed: readonly string[] }
  /**
   * The marker exists but the receipt of Quorate is missing: the job was killed before it wrote the receipt, or another
   * tool installed the product.
   */
  | { readonly do: 'adopt' }
  | { readonly do: 'attach' }
  | { readonly do: 'start' }
  /** An earlier job was killed, or ended before the product wrote its marker: clean up what it left, then start. */
  | { readonly do: 'repair'; readonly why: string };

/**
 * Decides what to do about a job from the state of its host. A changed setting never runs an installation on a host
 * that has the marker (the file that shows an installed product), because the installation would reset a running
 * member.
 */
export function decideJob(job: JobAction, seen: JobObservation): JobDecision {
  if (seen.job?.state === 'running') return { do: 'attach' };
  if (job.ifMarkerExists === 'to-do') return decideRemoval(seen);
  if (job.ifMarkerExists === 'nothing') return decideByReceipt(seen);
  return isUpToDate(job, seen) ? { do: 'nothing' } : decideByMarker(job, seen);
}

function decideByReceipt({ receipt, changed }: JobObservation): JobDecision {
  return receipt && changed.length === 0 ? { do: 'nothing' } : { do: 'start' };
}

/** True if no receipt decides, and the guard or the marker shows that the job is up to date. */
function isUpToDate(job: JobAction, { guard, marker }: JobObservation): boolean {
  return !isDecidedByReceipt(job) && (guard || marker);
}

function decideByMarker(job: JobAction, seen: JobObservation): JobDecision {
  if (seen.marker) return decideDone(job, seen);
  if (job.ifMarkerExists === 'too-late' && seen.receipt && seen.changed.length === 0)
    return { do: 'nothing' };
  if (!seen.job || job.repair.length === 0) return { do: 'start' };
  return { do: 'repair', why: howItEnded(seen.job) };
}

/**
 * Starts an unfinished removal again even if the marker no longer exists, because the earlier run may already have
 * deleted the marker.
 */
function decideRemoval({ marker, job }: JobObservation): JobDecision {
  const unfinished = job?.state === 'vanished' || (job?.state === 'ended' && job.code !== 0);
  return marker || unfinished ? { do: 'start' } : { do: 'nothing' };
}

function isDecidedByReceipt({ unless }: JobAction): boolean {
  return typeof unless === 'object' && 'receipt' in unless;
}

/** Decides for a host that has the marker. Only the receipt shows which settings were applied. */
function decideDone(job: JobAction, seen: JobObservation): JobDecision {
  if (!seen.receipt) return job.ifMarkerExists === 'done' ? { do: 'adopt' } : { do: 'nothing' };
  return seen.changed.length === 0
    ? { do: 'nothing' }
    : { do: 'nothing', requires: job.requires, changed: seen.changed };
}

function howItEnded(job: JobState): string {
  if (job.state === 'vanished') return 'an earlier run was killed before it finished';
  return `an earlier run ended ${job.code === undefined ? 'without an exit code' : `with exit code ${job.code}`}`;
}
