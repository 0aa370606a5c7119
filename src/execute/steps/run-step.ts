import { ConnectionLost, RefusedError } from '../../errors/errors.ts';
import { leaderOf } from '../../membership/candidate.ts';
import { hasLeft } from '../../membership/proof/prove-cleanup.ts';
import type { HostName } from '../../model/names.ts';
import type { Step } from '../../model/plan/step.ts';
import { stepState } from '../../plan/compare/step-state.ts';
import type { StepState } from '../../plan/compare/step-state.ts';
import { performAction } from './perform-action.ts';
import type { Acting, At, Attempt } from './attempt.ts';
import { gateHolds } from '../pass-gate.ts';
import { Interrupted } from '../interrupted.ts';
import { refuseSecondStart } from './run-job.ts';
import { collectMembership } from '../read/collect-membership.ts';
import { plannedGateCheck } from './planned-gate-check.ts';
import { hostForStep } from './host-for-step.ts';
import type { Run } from '../run.ts';
import { operateOnMember } from '../safety/operate-on-member.ts';

/**
 * Brings one step about: looks whether it is already so, protects the cluster if it touches a member, acts. A lost
 * connection is re-established and the step looked at again: what took effect is found, what did not is done.
 * @returns false when it failed (the failure is in the tally)
 */
export async function runStep(run: Run, step: Step, at: At): Promise<boolean> {
  const { clock, emit } = run.env;
  const began = clock.now();
  const attempt: Attempt = { acted: false, started: false };
  const finish = (rest: Pick<StepFinish, 'outcome'> & Partial<StepFinish>) =>
    emit({
      kind: 'step.finished',
      ...at,
      step: step.id,
      title: step.title,
      ms: clock.now() - began,
      ...rest,
    });
  try {
    const state = await bringAbout(run, step, { at, attempt });
    if (state.kind === 'requires') attempt.note = run.tally.noteRequired(at.host, state);
    const outcome =
      run.env.signal.aborted && attempt.left ? 'unknown' : attempt.acted ? 'changed' : 'unchanged';
    if (outcome !== 'unknown') run.tally.counts[outcome] += 1;
    finish({
      outcome,
      ...noteOf(state, attempt),
      ...(state.kind === 'requires' ? { requires: state.requires } : {}),
    });
    return true;
  } catch (error) {
    if (error instanceof Interrupted) {
      if (attempt.started) finish({ outcome: 'unknown', note: 'stopped before it was done' });
      return false;
    }
    const [problem] = run.tally.caught(error, at);
    run.tally.counts.failed += 1;
    finish({ outcome: 'failed', ...(problem ? { problem } : {}) });
    return false;
  }
}

type StepFinish = Extract<Parameters<Run['env']['emit']>[0], { kind: 'step.finished' }>;

/** What the step finds on its host now; a gate guard is asked here. */
async function look(run: Run, step: Step, at: At): Promise<StepState> {
  const survey = await run.fleet.steady(at.host, () => run.fleet.survey(at.host));
  const state = stepState(step, survey, run.env.receiptKey);
  if (state.kind !== 'gate') return state;
  const check = plannedGateCheck(run.plan, step);
  return (await gateHolds(run, check)) ? { kind: 'up-to-date' } : { kind: 'run', changed: [] };
}

/** @returns what was found before anything was done */
async function bringAbout(
  run: Run,
  step: Step,
  { at, attempt }: { at: At; attempt: Attempt },
): Promise<StepState> {
  const state = await look(run, step, at);
  if (state.kind === 'up-to-date' || state.kind === 'requires') return state;
  if (state.kind === 'refused') throw refused(step, { at, state });
  const attached = state.kind === 'job' && state.decision.do === 'attach';
  const adopts = state.kind === 'job' && state.decision.do === 'adopt';
  run.env.emit({ kind: 'step.started', ...at, step: step.id, title: step.title, attached });
  attempt.started = true;
  const before = (steps: readonly Step[]) => runNested(run, steps, at);
  if (state.kind === 'job' && state.decision.do === 'repair') {
    attempt.note = `repaired first: ${state.decision.why}`;
    await repair(run, step, { at, why: state.decision.why });
  }
  const doIt = (proveAgain?: () => Promise<void>) =>
    untilDone(run, step, { at, state, attempt, ...(proveAgain ? { proveAgain } : {}) });
  if (!step.operation || adopts) await doIt();
  else await operateOnMember(run, { ...at, step, touch: step.operation, under: attached, before, act: doIt });
  return state;
}

/** Before the token of its member is taken: what is repaired may be touched itself, as another step. */
async function repair(run: Run, step: Step, { at, why }: { at: At; why: string }): Promise<void> {
  if (step.action.kind !== 'job') return;
  run.env.emit({
    kind: 'run.warned',
    text: `${at.host}: ${step.title} is half done (${why}): it is undone first`,
  });
  await runNested(run, step.action.repair, at);
}

/**
 * Acts until it is done: a lost connection is taken up again, and what took effect meanwhile is found. What did not is
 * proved anew before it is done: while nobody was connected, another member may have died.
 */
async function untilDone(
  run: Run,
  step: Step,
  acting: Acting & { readonly proveAgain?: () => Promise<void> },
): Promise<void> {
  const { at } = acting;
  const led = await leadsBefore(run, step);
  for (let state = acting.state; ;) {
    try {
      return await performAction(run, step, { ...acting, state });
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      await run.fleet.reconnect(error.host, error.why);
    }
    state = await look(run, step, at);
    if (state.kind === 'up-to-date' || state.kind === 'requires') return;
    if (await tookEffect(run, step, led)) return;
    if (isUnderWay(state)) continue;
    await refuseSecondStart(run, step, acting);
    await acting.proveAgain?.();
  }
}

/** Too late for a proof: its job runs, or has ended and only its receipt is missing. */
function isUnderWay(state: StepState): boolean {
  return state.kind === 'job' && (state.decision.do === 'attach' || state.decision.do === 'adopt');
}

/** Whose lead is handed over to whoever may have it: by the leader alone it shows afterwards whether it was. */
async function leadsBefore(run: Run, { operation }: Step): Promise<HostName | undefined> {
  if (operation?.effect !== 'switchover' || operation.to !== undefined) return undefined;
  return leaderOf(await collectMembership(run, operation.service));
}

/** Only the members tell whether one was taken out, or the lead handed over: to do that again would fail, or hand it back. */
async function tookEffect(run: Run, { operation }: Step, led: HostName | undefined): Promise<boolean> {
  if (!operation || !['stop', 'remove', 'switchover'].includes(operation.effect)) return false;
  const membership = await collectMembership(run, operation.service);
  if (operation.effect !== 'switchover') return hasLeft(membership, operation);
  const leads = leaderOf(membership);
  return led !== undefined && leads !== undefined && leads !== led;
}

/** Steps before a touch or in a repair: they must succeed, or their step does not go on. */
async function runNested(run: Run, steps: readonly Step[], at: At): Promise<void> {
  for (const step of steps) {
    const done = await runStep(run, step, { phase: at.phase, host: hostForStep(run, step, at.host) });
    if (!done || run.tally.stop.aborted) throw new Interrupted();
  }
}

function refused(
  step: Step,
  { at, state }: { at: At; state: Extract<StepState, { kind: 'refused' }> },
): RefusedError {
  return new RefusedError([
    { where: at.host, what: `${step.title}: ${state.changed.join(', ')} cannot be changed`, next: state.why },
  ]);
}

function noteOf(state: StepState, attempt: Attempt): { note?: string } {
  if (attempt.note) return { note: attempt.note };
  if (state.kind === 'files') return { note: state.files.map((file) => file.path).join(', ') };
  if (state.kind === 'run' && state.changed.length > 0)
    return { note: `settings changed: ${state.changed.join(', ')}` };
  return {};
}
