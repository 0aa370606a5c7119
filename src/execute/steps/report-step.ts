import { Interrupted } from '../interrupted.ts';
import type { StepState } from '../../plan/compare/step-state.ts';
import type { Run } from '../run.ts';
import type { StepOnHost, StepWork } from './attempt.ts';

/** Counts a step that is up to date now, and emits its last event. */
export function reportDone(run: Run, work: StepWork, state: StepState): void {
  const { at, attempt } = work;
  const { tally, env } = run;
  if (state.kind === 'requires') attempt.note = tally.noteRequired(at.host, state);
  const requires = state.kind === 'requires' ? { requires: state.requires } : {};
  const outcome = env.signal.aborted && attempt.left ? 'unknown' : attempt.acted ? 'changed' : 'unchanged';
  if (outcome !== 'unknown') tally.counts[outcome] += 1;
  emitFinished(run, work, { outcome, ...noteOf(state, work), ...requires });
}

/** Records why a step is not up to date, and emits its last event. @throws the error itself if it is a bug */
export function reportFailed(run: Run, work: StepWork, error: unknown): void {
  if (error instanceof Interrupted) {
    if (!work.attempt.started) return;
    return emitFinished(run, work, { outcome: 'unknown', note: 'stopped before the step was done' });
  }
  const [problem] = run.tally.caught(error, work.at);
  run.tally.counts.failed += 1;
  emitFinished(run, work, { outcome: 'failed', ...(problem ? { problem } : {}) });
}

type StepFinish = Extract<Parameters<Run['env']['emit']>[0], { kind: 'step.finished' }>;

function emitFinished(
  { env }: Run,
  { step, at, startedAt }: StepWork,
  rest: Pick<StepFinish, 'outcome'> & Partial<StepFinish>,
): void {
  const ms = env.clock.now() - startedAt;
  env.emit({ kind: 'step.finished', ...at, step: step.id, title: step.title, ms, ...rest });
}

function noteOf(state: StepState, { attempt }: StepOnHost): Pick<StepFinish, 'note'> {
  if (attempt.note) return { note: attempt.note };
  if (state.kind === 'files') return { note: state.files.map((file) => file.path).join(', ') };
  if (state.kind === 'run' && state.changed.length > 0)
    return { note: `settings changed: ${state.changed.join(', ')}` };
  return {};
}
