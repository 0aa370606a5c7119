import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/clock/clock.ts';
import { createEmit } from '../../src/events/emit.ts';
import type { RunEvent } from '../../src/events/events.ts';
import { execute } from '../../src/execute/execute.ts';
import { withoutJournal, type RunEnvironment } from '../../src/execute/environment.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { Material } from '../../src/model/material.ts';
import type { Plan } from '../../src/model/plan/plan.ts';
import { PLAYBOOK_VOCABULARY } from '../../src/registry/vocabulary.ts';
import { buildPlan } from '../../src/plan/build/build-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { virtualClock } from '../../src/simulate/world/clock.ts';
import type { Faults } from '../../src/simulate/faults/faults.ts';
import { simulatedTransport } from '../../src/simulate/transport.ts';
import type { SimulatedTransport } from '../../src/simulate/transport.ts';
import { cluster as tenHosts, material as tenMaterial } from '../unit/platforms/cloudify/fixture.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Builds the plan of a shipped playbook. The default cluster is the lab's ten hosts. */
export function planFor(
  playbook: string,
  { cluster = tenHosts, material = tenMaterial }: { cluster?: Cluster; material?: Material } = {},
): Plan {
  const file = `playbooks/${playbook}.yaml`;
  const parsed = parsePlaybook(readFileSync(join(ROOT, file), 'utf8'), {
    file,
    vocabulary: PLAYBOOK_VOCABULARY,
  });
  return buildPlan({ playbook: parsed, cluster, change: { kind: 'deploy' }, material });
}

export interface Rehearsal {
  /** Undefined if the deployer was killed. */
  readonly exitCode: number | undefined;
  readonly events: readonly RunEvent[];
  readonly finished: Extract<RunEvent, { kind: 'run.finished' }> | undefined;
}

/** Simulated hosts, and consecutive runs against them. */
export class Stage {
  readonly clock: Clock;
  readonly #cluster: Cluster;
  readonly #material: Material;
  #transport: SimulatedTransport;
  #runs = 0;

  constructor({
    cluster = tenHosts,
    material = tenMaterial,
    seed = 1,
    at,
    os,
  }: { cluster?: Cluster; material?: Material; seed?: number; at?: number; os?: string } = {}) {
    this.clock = virtualClock(at);
    this.#cluster = cluster;
    this.#material = material;
    this.#transport = simulatedTransport({
      ...{ hosts: cluster.hosts, clock: this.clock, seed },
      ...(os === undefined ? {} : { os }),
    });
  }

  get world(): SimulatedTransport['world'] {
    return this.#transport.world;
  }

  /** The calls of the last run, in order. */
  get calls(): SimulatedTransport['calls'] {
    return this.#transport.calls;
  }

  /** Runs a plan as a new process, with its own connections and lock token. `holderRuns`: whether the process of an earlier lock holder still runs. */
  async run(
    plan: Plan,
    given: {
      faults?: Faults;
      signal?: AbortSignal;
      holderRuns?: boolean;
      start?: typeof execute;
      on?: (event: RunEvent) => void;
    } = {},
  ): Promise<Rehearsal> {
    this.#runs += 1;
    const run = `run-${this.#runs}`;
    this.#transport = this.#transport.reopen(given.faults);
    const events: RunEvent[] = [];
    const keep = (event: RunEvent) => void events.push(event);
    const emit = createEmit({
      run,
      clock: this.clock,
      redact: (text) => text,
      readers: [keep, ...(given.on ? [given.on] : [])],
    });
    const env: RunEnvironment = {
      transport: this.#transport,
      clock: this.clock,
      emit,
      cluster: this.#cluster,
      receiptKey: this.#material.secrets.receipt_key,
      recorded: withoutJournal,
      run,
      command: 'deploy',
      inventory: 'digest of the inventory',
      holder: { ...holder, cluster: this.#cluster.name, token: run, run },
      isHolderRunning: () => given.holderRuns ?? false,
      signal: given.signal ?? new AbortController().signal,
    };
    const exitCode = await Promise.race([
      (given.start ?? execute)(plan, env),
      this.#transport.killed.then(() => undefined),
    ]);
    const last = events.at(-1);
    return { exitCode, events, finished: last?.kind === 'run.finished' ? last : undefined };
  }
}

const holder = {
  who: 'ada',
  from: 'workstation',
  command: 'deploy',
  machineId: 'm',
  bootId: 'b',
  pid: 1,
  started: 's',
};

/** The finished steps as `phase/host/slug`, in order; with `outcome`, only the steps with this outcome. */
export function stepsOf({ events }: Rehearsal, outcome?: string): readonly string[] {
  return events.flatMap((e) =>
    e.kind === 'step.finished' && (!outcome || e.outcome === outcome) ? [e.step] : [],
  );
}
