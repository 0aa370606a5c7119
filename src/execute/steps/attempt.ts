import type { StepState } from '../../plan/compare/step-state.ts';
import type { HostName, PhaseId } from '../../model/names.ts';

/** Where a step runs. */
export interface At {
  readonly phase: PhaseId;
  readonly host: HostName;
}

/** What happened to a step so far; survives lost connections. */
export interface Attempt {
  started: boolean;
  acted: boolean;
  /** Interrupted while its job goes on on the host. */
  left?: boolean;
  /** This run began or joined its job; `before`: when the last one of that name there had started. */
  job?: { readonly before: number | undefined };
  /** Bytes of the job's log that were shown. */
  logOffset?: number;
  note?: string;
}

/** What an act is given: where, and what was seen there. */
export interface Acting {
  readonly at: At;
  readonly state: StepState;
  readonly attempt: Attempt;
}
