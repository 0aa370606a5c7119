import type { Step } from '../../model/plan/step.ts';
import type { StepState } from '../../plan/compare/step-state.ts';
import type { Losses } from '../hosts/losses.ts';
import type { HostName, PhaseId } from '../../model/names.ts';
import type { Rendered } from '../../model/rendered.ts';

/** Where a step runs. */
export interface At {
  readonly phase: PhaseId;
  readonly host: HostName;
}

/** Progress of a step; survives lost connections. */
export interface StepProgress {
  readonly losses: Losses;
  started: boolean;
  acted: boolean;
  /** True if the run was interrupted and the job of the step continues on the host. */
  left?: boolean;
  /**
   * Set once this run has started the job or attached to it. `before`: start time of the previous job of that name on the
   * host; undefined if attached.
   */
  job?: { readonly before: number | undefined };
  /** Number of bytes of the log of the job that were shown. */
  logOffset?: number;
  note?: Rendered;
}

/** Input of an action: the host, the state that was found there, and the progress. */
export interface Acting {
  readonly at: At;
  readonly state: StepState;
  readonly attempt: StepProgress;
}

/** A step on its host, and what this run has done for it so far. */
export interface StepOnHost {
  readonly step: Step;
  readonly at: At;
  readonly attempt: StepProgress;
}

/** A step that is running since this time. */
export interface StepWork extends StepOnHost {
  readonly startedAt: number;
}
