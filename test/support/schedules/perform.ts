import type { RunEvent } from '../../../src/events/events.ts';
import type { PortCall, FaultEffect, Faults } from '../../../src/simulate/faults/faults.ts';
import { faultsAt } from '../scripted-faults.ts';
import { seededFaults } from '../../../src/simulate/faults/seeded-faults.ts';
import type { Rehearsal, Stage } from '../simulated.ts';
import { busyRoles } from './busy.ts';
import type { Disturbance, Schedule } from './schedule.ts';
import { CALM_MS, stageFor } from './stage.ts';
import { watchWorld } from './watch.ts';

/** A schedule carried out: the hosts it left, its runs in order, and what went wrong on the way. */
export interface Performance {
  readonly stage: Stage;
  readonly disturbed: readonly Rehearsal[];
  /** Undisturbed, when all faults are over. */
  readonly last: Rehearsal;
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

/** What a host cannot remember is done again: a restart's receipt must find room. */
const FORGETS = 'disk-full';

function disturbedRun(stage: Stage, { scene }: Schedule, disturbance: Disturbance): Promise<Rehearsal> {
  const controller = new AbortController();
  const { signal } = controller;
  const busy = busyRoles(stage.world);
  const started = stepCount();
  const hear = (event: RunEvent) => {
    busy.hear(event);
    started.hear(event);
    if (disturbance.kind === 'interrupt' && started.has(disturbance.step)) controller.abort('SIGINT');
  };
  const accept = (call: PortCall, effect: FaultEffect) =>
    (!isGrave(effect) || busy.isQuiet(call.host, partner(effect))) &&
    (effect.kind !== FORGETS || !scene.before);
  const faults = faultsOf(disturbance, { stage, started, accept });
  return stage.run(scene.plan, { signal, on: hear, faults });
}

/** How many steps of a run have started, and which is the last. */
function stepCount() {
  let count = 0;
  let last: Extract<RunEvent, { kind: 'step.started' | 'step.finished' }> | undefined;
  return {
    hear: (event: RunEvent) => {
      if (event.kind === 'step.started') [count, last] = [count + 1, event];
      if (event.kind === 'step.finished' && event.step === last?.step) last = event;
    },
    /** The nth step (from 0) has started. */
    has: (step: number) => count > step,
    last: () => last,
    isAt: (step: number) => count === step + 1,
  };
}

interface Around {
  readonly stage: Stage;
  readonly started: ReturnType<typeof stepCount>;
  readonly accept: (call: PortCall, effect: FaultEffect) => boolean;
}

function faultsOf(disturbance: Disturbance, around: Around): Faults {
  switch (disturbance.kind) {
    case 'interrupt':
      return () => undefined;
    case 'kill':
      return killAtStep(disturbance, around);
    case 'job':
      return faultsAt({ effect: disturbance.effect, method: 'startJob', nth: disturbance.nth });
    case 'faults': {
      const { seed, probability, kill } = disturbance;
      const { stage, accept } = around;
      const mix = seededFaults({ seed, probability, hosts: [...stage.world.hosts.keys()], accept });
      const killer: Faults = kill ? killAtStep(kill, around) : () => undefined;
      return (call) => killer(call) ?? mix(call);
    }
  }
}

/** Before: at the host's first call. Within: at a later one, half done. After: when the step has finished. */
function killAtStep(
  { step, when, call: nth }: Extract<Disturbance, { kind: 'kill' }>,
  { started }: Around,
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

/** It takes a member away from its cluster. */
function isGrave(effect: FaultEffect): boolean {
  return effect.kind === 'reboot' || effect.kind === 'partition';
}

function partner(effect: FaultEffect): string | undefined {
  return effect.kind === 'partition' ? effect.from : undefined;
}
