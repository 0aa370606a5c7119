import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ExitCode } from '../../../src/errors/errors.ts';
import { createEmit } from '../../../src/events/emit.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { withoutJournal } from '../../../src/execute/environment.ts';
import { execute } from '../../../src/execute/execute.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Material } from '../../../src/model/material.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { PLAYBOOK_VOCABULARY } from '../../../src/registry/vocabulary.ts';
import { buildPlan } from '../../../src/plan/build/build-plan.ts';
import { DEPLOY } from '../../../src/plan/build/named-change.ts';
import { parsePlaybook } from '../../../src/playbook/parse.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { simulatedTransport, type SimulatedTransport } from '../../../src/simulate/transport.ts';
import { cluster, material } from '../../unit/platforms/cloudify/fixture.ts';

export { cluster, material };

/** Result of a run on simulated hosts; `killed` if the deployer was killed. */
export interface Ran {
  readonly end: ExitCode | 'killed';
  readonly events: readonly RunEvent[];
}

export function tenEmptyHosts(
  given: { readonly faults?: Faults; readonly seed?: number } = {},
): SimulatedTransport {
  return simulatedTransport({ hosts: cluster.hosts, clock: virtualClock(), ...given });
}

export function planOf(
  playbook: 'deploy' | 'deploy-overlapped',
  given: { readonly cluster?: Cluster; readonly material?: Material } = {},
): Plan {
  const file = `${playbook}.yaml`;
  const text = readFileSync(new URL(`../../../playbooks/${file}`, import.meta.url), 'utf8');
  return buildPlan({
    playbook: parsePlaybook(text, { file, vocabulary: PLAYBOOK_VOCABULARY }),
    cluster: given.cluster ?? cluster,
    change: DEPLOY,
    material: given.material ?? material,
  });
}

/** Runs the real executor over a simulated transport. */
export async function deploy(
  transport: SimulatedTransport,
  plan: Plan = planOf('deploy'),
  run = 'run-1',
): Promise<Ran> {
  const events: RunEvent[] = [];
  const { clock } = transport.world;
  const reader = (event: RunEvent) => void events.push(event);
  const emit = createEmit({ run, clock, redact: (line) => line, readers: [reader] });
  const process = { machineId: 'workstation', bootId: 'boot', pid: 1, started: run };
  const ending = execute(plan, {
    ...{ transport, clock, emit, cluster: clusterOf(transport), run, command: 'deploy', inventory: 'digest' },
    receiptKey: material.secrets.receipt_key,
    recorded: withoutJournal,
    holder: {
      cluster: cluster.name,
      token: run,
      who: 'ann',
      from: 'workstation',
      command: 'deploy',
      run,
      ...process,
    },
    isHolderRunning: (holder) => (holder.run === run ? true : false),
    signal: signal(),
  });
  const end = await Promise.race([ending, transport.killed.then(() => 'killed' as const)]);
  return { end, events };
}

/** The cluster with the addresses of the simulated hosts. */
function clusterOf({ world }: SimulatedTransport): Cluster {
  return { ...cluster, hosts: [...world.hosts.values()].map(({ spec }) => spec) };
}

/** An interruption signal without Node's warning about listeners: ten lanes listen to it at once. */
function signal(): AbortSignal {
  const { signal: interruption } = new AbortController();
  setMaxListeners(0, interruption);
  return interruption;
}
