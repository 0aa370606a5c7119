import type { Cluster } from '../../../src/model/cluster.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { replaceMachine } from '../../../src/simulate/deliver.ts';
import { Stage } from '../simulated.ts';
import type { Scene } from './scenes.ts';
import { restore, snapshotOf, type Snapshot } from './snapshot.ts';

/** Longer than any fault lasts, than a lock may be silent, and than an install takes on a slow host. */
export const CALM_MS = 1_800_000;

const BEFORE = new Map<Scene, Promise<Snapshot>>();

/** The hosts as a scene finds them; what was done to them before is done once a process. */
export async function stageFor(scene: Scene, seed: number): Promise<Stage> {
  const { cluster, before, leader, dead, wiped } = scene;
  if (!before) return new Stage({ cluster, seed });
  const snapshot = BEFORE.get(scene) ?? carriedOut(cluster, before);
  BEFORE.set(scene, snapshot);
  const { at } = await snapshot;
  const stage = new Stage({ cluster, seed, at });
  restore(await snapshot, stage);
  if (leader !== undefined) lead(stage, leader);
  const lost = dead ?? wiped;
  if (lost !== undefined) {
    stage.world.powerOff(lost);
    await stage.clock.sleep(CALM_MS);
  }
  if (wiped !== undefined) replaceMachine(stage.world, stage.world.host(wiped).spec);
  return stage;
}

async function carriedOut(cluster: Cluster, before: Plan): Promise<Snapshot> {
  const stage = new Stage({ cluster });
  const { exitCode, finished } = await stage.run(before);
  if (exitCode !== 0) throw new Error(`what comes before a scene fails: ${JSON.stringify(finished)}`);
  await stage.clock.sleep(CALM_MS);
  return snapshotOf(stage);
}

function lead({ world }: Stage, leader: HostName): void {
  const databases = world.host(leader).database?.cluster;
  if (!databases || databases.leader === leader) return;
  Object.assign(databases, { leader, lastLeader: leader, sync: databases.leader });
}
