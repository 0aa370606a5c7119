import type { JobAction } from '../../model/plan/step.ts';
import type { JobState } from '../../transport/port.ts';
import type { Receipt } from '../../model/stored-formats.ts';

/** What a host says of one job. */
export interface JobObservation {
  readonly marker: boolean;
  readonly receipt?: Receipt;
  readonly job?: JobState;
  /** The inputs that differ from the receipt's, by name; empty without a receipt. */
  readonly changed: readonly string[];
  /** What `unless` says where it is not a receipt: a guard's answer. */
  readonly guard: boolean;
}

export type JobDecision =
  | { readonly do: 'nothing' }
  | { readonly do: 'nothing'; readonly requires: JobAction['requires']; readonly changed: readonly string[] }
  /** The product says done, our receipt is missing (killed in between, or installed by somebody else). */
  | { readonly do: 'adopt' }
  | { readonly do: 'attach' }
  | { readonly do: 'start' }
  /** Begun, not finished, nothing runs: clean up, then start. */
  | { readonly do: 'repair'; readonly why: string };

/**
 * What to do about a job, from what was seen. A changed input never runs a job on a host that has the product's
 * marker: install and configure reset live members.
 */
export function decideJob(job: JobAction, seen: JobObservation): JobDecision {
  if (seen.job?.state === 'running') return { do: 'attach' };
  if (job.markerSays === 'to-do') return decideRemoval(seen);
  if (job.markerSays === 'nothing') return decideByReceipt(seen);
  return isMoot(job, seen) ? { do: 'nothing' } : decideByMarker(job, seen);
}

function decideByReceipt({ receipt, changed }: JobObservation): JobDecision {
  return receipt && changed.length === 0 ? { do: 'nothing' } : { do: 'start' };
}

/** Without a receipt a guard or the marker says that it is so. */
function isMoot(job: JobAction, { guard, marker }: JobObservation): boolean {
  return !byReceipt(job) && (guard || marker);
}

function decideByMarker(job: JobAction, seen: JobObservation): JobDecision {
  if (seen.marker) return decideDone(job, seen);
  if (job.markerSays === 'too-late' && seen.receipt && seen.changed.length === 0) return { do: 'nothing' };
  if (!seen.job || job.repair.length === 0) return { do: 'start' };
  return { do: 'repair', why: howItEnded(seen.job) };
}

/** Begun and not finished, it may have taken the marker away already. */
function decideRemoval({ marker, job }: JobObservation): JobDecision {
  const unfinished = job?.state === 'vanished' || (job?.state === 'ended' && job.code !== 0);
  return marker || unfinished ? { do: 'start' } : { do: 'nothing' };
}

function byReceipt({ unless }: JobAction): boolean {
  return typeof unless === 'object' && 'receipt' in unless;
}

/** The product says done: then only a receipt can say with which settings. */
function decideDone(job: JobAction, seen: JobObservation): JobDecision {
  if (!seen.receipt) return job.markerSays === 'done' ? { do: 'adopt' } : { do: 'nothing' };
  return seen.changed.length === 0
    ? { do: 'nothing' }
    : { do: 'nothing', requires: job.requires, changed: seen.changed };
}

function howItEnded(job: JobState): string {
  if (job.state === 'vanished') return 'an earlier run of it was killed before it finished';
  return `an earlier run of it ended with exit code ${job.code}`;
}
