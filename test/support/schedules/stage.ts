import type { Cluster } from '../../../src/model/cluster.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { replaceMachine } from '../../../src/simulate/replace-machine.ts';
import { Stage } from '../simulated.ts';
import type { Scene } from './scenes.ts';
import { restore, snapshotOf, type Snapshot } from './snapshot.ts';

/** Longer than any fault, than the time until a lock is stale, and than an install on a slow host. */
export const CALM_MS = 1_800_000;

const BEFORE = new Map<Scene, Promise<Snapshot>>();

/** Prepares the hosts of a scene. The plan `before` runs once per process. */
export async function stageFor(scene: Scene, seed: number): Promise<Stage> {
  const { cluster, before, leader, down, wiped } = scene;
  if (!before) return new Stage({ cluster, seed });
  const snapshot = BEFORE.get(scene) ?? runBefore(cluster, before);
  BEFORE.set(scene, snapshot);
  const { at } = await snapshot;
  const stage = new Stage({ cluster, seed, at });
  restore(await snapshot, stage);
  if (leader !== undefined) makeLeader(stage, leader);
  const poweredOff = down ?? wiped;
  if (poweredOff !== undefined) {
    stage.world.powerOff(poweredOff);
    await stage.clock.sleep(CALM_MS);
  }
  if (wiped !== undefined) replaceMachine(stage.world, stage.world.host(wiped).spec);
  return stage;
}

async function runBefore(cluster: Cluster, before: Plan): Promise<Snapshot> {
  const stage = new Stage({ cluster });
  const { exitCode, finished } = await stage.run(before);
  if (exitCode !== 0) throw new Error(`the plan before the scene fails: ${JSON.stringify(finished)}`);
  await stage.clock.sleep(CALM_MS);
  return snapshotOf(stage);
}

function makeLeader({ world }: Stage, leader: HostName): void {
  const databases = world.host(leader).database?.cluster;
  if (!databases || databases.leader === leader) return;
  Object.assign(databases, { leader, lastLeader: leader, sync: databases.leader });
}
