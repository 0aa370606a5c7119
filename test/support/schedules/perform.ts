import type { RunEvent } from '../../../src/events/events.ts';
import type { PortCall, FaultEffect, Faults } from '../../../src/simulate/faults/faults.ts';
import { faultsAt } from '../scripted-faults.ts';
import { seededFaults } from '../../../src/simulate/faults/seeded-faults.ts';
import type { Rehearsal, Stage } from '../simulated.ts';
import { busyRoles } from './busy.ts';
import type { Disturbance, Schedule } from './schedule.ts';
import { CALM_MS, stageFor } from './stage.ts';
import { watchWorld } from './watch.ts';

/** Result of a schedule: the hosts, the runs in order, and the violations seen on the way. */
export interface Performance {
  readonly stage: Stage;
  readonly disturbed: readonly Rehearsal[];
  /** Run without faults, after the disturbed runs. */
  readonly last: Rehearsal;
  /** One more run, which must change nothing. */
  readonly again: Rehearsal;
  readonly seen: readonly string[];
}

export async function perform(schedule: Schedule): Promise<Performance> {
  const { scene, seed, runs } = schedule;
  const stage = await stageFor(scene, seed);
  const seen = watchWorld(stage.world, scene.cluster);
  const disturbed: Rehearsal[] = [];
  for (const { disturbance, pauseMs } of runs) {
    disturbed.push(await disturbedRun(stage, schedule, disturbance));
    await stage.clock.sleep(pauseMs);
  }
  await stage.clock.sleep(CALM_MS);
  const last = await stage.run(scene.plan);
  const again = await stage.run(scene.after ?? scene.plan);
  return { stage, disturbed, last, again, seen };
}

/** Excluded if the scene has a deployed cluster: without disk space for the receipt, a restart would run twice. */
const NO_RECEIPT = 'disk-full';

function disturbedRun(stage: Stage, { scene }: Schedule, disturbance: Disturbance): Promise<Rehearsal> {
  const controller = new AbortController();
  const { signal } = controller;
  const busy = busyRoles(stage.world);
  const started = stepCount();
  const observe = (event: RunEvent) => {
    busy.observe(event);
    started.observe(event);
    if (disturbance.kind === 'interrupt' && started.has(disturbance.step)) controller.abort('SIGINT');
  };
  const accept = (call: PortCall, effect: FaultEffect) =>
    (!takesMemberAway(effect) || busy.isQuiet(call.host, partner(effect))) &&
    (effect.kind !== NO_RECEIPT || !scene.before);
  const faults = faultsOf(disturbance, { stage, started, accept });
  return stage.run(scene.plan, { signal, on: observe, faults });
}

/** Counts the started steps of a run and keeps the latest step event. */
function stepCount() {
  let count = 0;
  let last: Extract<RunEvent, { kind: 'step.started' | 'step.finished' }> | undefined;
  return {
    observe: (event: RunEvent) => {
      if (event.kind === 'step.started') [count, last] = [count + 1, event];
      if (event.kind === 'step.finished' && event.step === last?.step) last = event;
    },
    /** True if the nth step (from 0) has started. */
    has: (step: number) => count > step,
    last: () => last,
    isAt: (step: number) => count === step + 1,
  };
}

interface Context {
  readonly stage: Stage;
  readonly started: ReturnType<typeof stepCount>;
  readonly accept: (call: PortCall, effect: FaultEffect) => boolean;
}

function faultsOf(disturbance: Disturbance, context: Context): Faults {
  switch (disturbance.kind) {
    case 'interrupt':
      return () => undefined;
    case 'kill':
      return killAtStep(disturbance, context);
    case 'job':
      return faultsAt({ effect: disturbance.effect, method: 'startJob', nth: disturbance.nth });
    case 'faults': {
      const { seed, probability, kill } = disturbance;
      const { stage, accept } = context;
      const seeded = seededFaults({ seed, probability, hosts: [...stage.world.hosts.keys()], accept });
      const killer: Faults = kill ? killAtStep(kill, context) : () => undefined;
      return (call) => killer(call) ?? seeded(call);
    }
  }
}

/**
 * `before` kills before the host's first call in the step, `within` during the call with the given number, `after`
 * once the step has finished.
 */
function killAtStep(
  { step, when, call: nth }: Extract<Disturbance, { kind: 'kill' }>,
  { started }: Context,
): Faults {
  let calls = -1;
  return ({ host }) => {
    const last = started.last();
    if (!started.has(step) || !last) return undefined;
    const over = last.kind === 'step.finished' || !started.isAt(step);
    if (over) return { kind: 'kill', when: when === 'after' ? 'before' : when };
    if (when === 'after' || host !== last.host) return undefined;
    calls += 1;
    return when === 'before' || calls >= nth ? { kind: 'kill', when } : undefined;
  };
}

/** True if the effect takes a member away from its cluster. */
function takesMemberAway(effect: FaultEffect): boolean {
  return effect.kind === 'reboot' || effect.kind === 'partition';
}

function partner(effect: FaultEffect): string | undefined {
  return effect.kind === 'partition' ? effect.from : undefined;
}
