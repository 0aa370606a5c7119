import type { RunEvent } from '../../events/events.ts';
import { renderProof } from '../../model/health/render-proof.ts';
import type { HostName, StepId } from '../../model/names.ts';
import type { Rendered } from '../../model/rendered.ts';

/** An event of one host in one phase. */
export type InLane = Extract<RunEvent, { readonly phase: string; readonly host: HostName }>;

/** Bytes of the current upload that are sent, and the first report of them. */
export interface UploadProgress {
  readonly done: number;
  readonly of: number;
  readonly at: number;
  readonly first: { readonly done: number; readonly at: number };
}

/** Number of output lines per host that are kept to explain a failure. */
const KEPT_LINES = 10;

/** State of one host in one phase. */
export interface LaneState {
  readonly step?: { readonly id: StepId; readonly title: string; readonly since: number };
  readonly progress?: UploadProgress;
  readonly finished: number;
  readonly outcome?: 'failed' | 'unknown';
  /** Proof that delays the next step. Empty if the step does not wait. */
  readonly waits: Rendered;
  /** The last lines of output of the current or last step. */
  readonly lines: readonly string[];
}

export const NO_LANE: LaneState = { finished: 0, waits: '', lines: [] };

/** Returns the state of one host in one phase after an event. Pure. */
export function reduceLane(lane: LaneState, event: InLane): LaneState {
  const { finished, lines } = lane;
  switch (event.kind) {
    case 'step.started':
      return {
        finished,
        waits: '',
        lines: [],
        step: { id: event.step, title: event.title, since: event.at },
      };
    case 'step.progress':
      return { ...lane, progress: progressAfter(lane.progress, event) };
    case 'step.output':
      return { ...lane, lines: [...lines, event.line].slice(-KEPT_LINES) };
    case 'proof':
      return { ...lane, waits: event.state === 'safe' ? '' : renderProof(event) };
    case 'step.finished':
      return { finished: finished + 1, waits: '', lines, ...badOutcome(event.outcome) };
  }
}

function badOutcome(
  outcome: Extract<RunEvent, { kind: 'step.finished' }>['outcome'],
): Pick<LaneState, 'outcome'> {
  return outcome === 'failed' || outcome === 'unknown' ? { outcome } : {};
}

function progressAfter(
  before: UploadProgress | undefined,
  { done, of, at }: Extract<InLane, { kind: 'step.progress' }>,
): UploadProgress {
  return { done, of, at, first: before?.first ?? { done, at } };
}
