import type { FaultEffect, FaultTiming } from '../../../src/simulate/faults/faults.ts';
import { seededRandom, type Random } from '../../../src/simulate/world/random.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { DAY_2, reinitialize } from './day-2.ts';
import { NATIVE, nativeReinitialize } from './native.ts';
import { deploySeven, deployTen, overlapped, restart, restartUnproved, type Scene } from './scenes.ts';

/** Disturbance of one run. */
export type Disturbance =
  /**
   * Kills the deployer at the nth step that starts: before the step's first call, within the given call (from 0), or
   * after the step.
   */
  | { readonly kind: 'kill'; readonly step: number; readonly when: FaultTiming; readonly call: number }
  /** Interrupts the run (Ctrl-C) when the nth step starts. */
  | { readonly kind: 'interrupt'; readonly step: number }
  /** Ends the nth job of the run early, with an exit code or killed. */
  | { readonly kind: 'job'; readonly nth: number; readonly effect: Ending }
  /** Injects host and network faults. Also kills the deployer at a step if `kill` is given. */
  | {
      readonly kind: 'faults';
      readonly seed: number;
      readonly probability: number;
      readonly kill?: Extract<Disturbance, { kind: 'kill' }>;
    };

type Ending = Extract<FaultEffect, { kind: 'job-fails' | 'job-killed' }>;

/** Consecutive disturbed runs of one plan, each followed by a pause. A run without faults comes last. */
export interface Schedule {
  readonly name: string;
  readonly seed: number;
  readonly scene: Scene;
  readonly runs: readonly { readonly disturbance: Disturbance; readonly pauseMs: number }[];
}

const WHENS: readonly FaultTiming[] = ['before', 'within', 'after'];

/**
 * One schedule per step and time: the deployer is killed once, before, within or after the step. Named like
 * `deploy-ten/12/within`.
 */
export function everyStep(scene: Scene): readonly Schedule[] {
  return Array.from({ length: stepsOf(scene.plan) }, (_, step) =>
    WHENS.map((when) => single(scene, step, when)),
  ).flat();
}

/** Number of steps of a plan, including the steps that precede an operation, such as a switchover. */
function stepsOf({ phases }: Plan): number {
  const steps = phases.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
  return steps.length + steps.flatMap(({ before = [] }) => before).length;
}

function single(scene: Scene, step: number, when: FaultTiming): Schedule {
  const disturbance = { kind: 'kill', step, when, call: 0 } as const;
  return { name: `${scene.name}/${step}/${when}`, seed: 1, scene, runs: [{ disturbance, pauseMs: 1_000 }] };
}

const DEPLOYS = [deploySeven, deploySeven, restart, restart, restart, overlapped, deployTen];
/** Repeats DEPLOYS, so that they make up two fifths. */
const DRAWN = [...DEPLOYS, ...DEPLOYS, ...DAY_2];
const NAMED = [
  deployTen,
  deploySeven,
  overlapped,
  restart,
  restartUnproved,
  ...DAY_2,
  reinitialize,
  ...NATIVE,
  nativeReinitialize,
];

/**
 * The schedule of a seed, with one to three disturbed runs. Most scenes are small clusters, so that many schedules
 * run.
 */
export function seededSchedule(seed: number, only?: Scene): Schedule {
  const random = seededRandom(seed);
  const drawn = pick(random, DRAWN);
  const scene = only ?? drawn;
  const runs = Array.from({ length: 1 + below(random, 3) }, () => ({
    disturbance: disturb(random, scene),
    pauseMs: below(random, 200_000),
  }));
  return { name: String(seed), seed, scene, runs };
}

/** @param name a seed, or the name of a schedule of `everyStep` @throws Error if no schedule has this name */
export function namedSchedule(name: string): Schedule {
  if (/^\d+$/.test(name)) return seededSchedule(Number(name));
  const found = NAMED.flatMap(everyStep).find((schedule) => schedule.name === name);
  if (!found) throw new Error(`unknown schedule ${name}: use a seed, or a name like deploy-ten/12/within`);
  return found;
}

function disturb(random: Random, { plan }: Scene): Disturbance {
  const step = below(random, stepsOf(plan));
  const kill = { kind: 'kill', step, when: pick(random, WHENS), call: below(random, 4) } as const;
  const [seed, alsoKill] = [below(random, 1_000_000), random() < 0.3];
  const pauses = below(random, 9);
  const job = { kind: 'job', nth: 1 + below(random, 20) } as const;
  switch (below(random, 7)) {
    case 0:
      return { kind: 'interrupt', step };
    case 3:
      return { ...job, effect: { kind: 'job-killed', pauses } };
    case 4:
      return { ...job, effect: { kind: 'job-fails', pauses, code: 1 } };
    case 1:
    case 2:
      return kill;
    default:
      return { kind: 'faults', seed, probability: pick(random, [0.01, 0.03]), ...(alsoKill && { kill }) };
  }
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function pick<T>(random: Random, choices: readonly [T, ...T[]] | readonly T[]): T {
  return choices[below(random, choices.length)] as T;
}
