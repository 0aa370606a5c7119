import { nextLane } from '../membership/next-lane.ts';
import type { PhaseId, Service } from '../model/names.ts';
import type { GateCheck } from '../model/health/gate.ts';
import type { Lane, PhasePlan } from '../model/plan/plan.ts';
import { receiptChange } from './steps/receipts.ts';
import { passGate } from './pass-gate.ts';
import { waitForAnswers } from './read/wait-for-answers.ts';
import { hostForStep } from './steps/host-for-step.ts';
import type { Run } from './run.ts';
import { runStep } from './steps/run-step.ts';
import { bootstrappedReceipt } from '../model/stored-formats.ts';

/** Runs the lanes of a phase, then its gates. @returns false if it failed or was stopped */
export async function runPhase(run: Run, phase: PhasePlan): Promise<boolean> {
  const { clock, emit } = run.env;
  if (run.tally.stop.aborted) return false;
  const began = clock.now();
  emit({ kind: 'phase.started', phase: phase.id });
  const done = (await runLanes(run, phase)) && (await passGates(run, phase));
  const outcome = done ? 'done' : run.tally.failures.length > 0 ? 'failed' : 'interrupted';
  emit({ kind: 'phase.finished', phase: phase.id, outcome, ms: clock.now() - began });
  return done;
}

async function runLanes(run: Run, phase: PhasePlan): Promise<boolean> {
  switch (phase.order) {
    case 'parallel':
      return (await Promise.all(phase.lanes.map((lane) => runLane(run, phase.id, lane)))).every(Boolean);
    case 'serial':
      return oneByOne(run, phase, async ([next]) => next);
    case 'leader-last':
      return oneByOne(run, phase, (rest) => chooseLane(run, rest));
  }
}

async function oneByOne(
  run: Run,
  phase: PhasePlan,
  choose: (rest: readonly Lane[]) => Promise<Lane | undefined>,
): Promise<boolean> {
  for (let rest = phase.lanes; rest.length > 0;) {
    const lane = await choose(rest);
    if (!lane || !(await runLane(run, phase.id, lane))) return false;
    rest = rest.filter((other) => other !== lane);
  }
  return true;
}

/**
 * Chooses the host whose steps run next. The current leader comes last. The leader is looked up again before each host,
 * because it may change.
 */
async function chooseLane(run: Run, rest: readonly Lane[]): Promise<Lane | undefined> {
  const service = rest.flatMap((lane) => lane.steps).find((step) => step.operation)?.operation?.service;
  if (!service) return rest[0];
  const host = nextLane(
    rest.map((lane) => lane.host),
    await waitForAnswers(run, service),
  );
  return rest.find((lane) => lane.host === host);
}

async function runLane(run: Run, phase: PhaseId, lane: Lane): Promise<boolean> {
  for (const step of lane.steps) {
    if (run.tally.stop.aborted) return false;
    if (!(await runStep(run, step, { phase, host: hostForStep(run, step, lane.host) }))) return false;
  }
  return !run.env.signal.aborted;
}

async function passGates(run: Run, phase: PhasePlan): Promise<boolean> {
  for (const check of phase.gates) {
    if (run.tally.stop.aborted) return false;
    const at = { host: check.queries[0]?.host ?? '', phase: phase.id };
    try {
      await passGate(run, phase.id, { check });
      if (check.bootstraps) await recordBootstrapped(run, check.bootstraps);
    } catch (error) {
      run.tally.caught(error, at);
      return false;
    }
  }
  return true;
}

/** Writes the receipt that the service is bootstrapped on each of the given hosts that lacks it. */
async function recordBootstrapped(
  run: Run,
  { service, members }: { service: Service; members: NonNullable<GateCheck['bootstraps']>['members'] },
): Promise<void> {
  const name = bootstrappedReceipt(service);
  await Promise.all(
    members.map((host) =>
      run.fleet.steady(host, async (session) => {
        const survey = await run.fleet.survey(host);
        if (!survey.receipts[name]) await session.change([receiptChange(run, name, {})]);
      }),
    ),
  );
  run.fleet.changed();
}
