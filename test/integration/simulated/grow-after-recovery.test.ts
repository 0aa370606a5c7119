import { expect, jest, test } from '@jest/globals';
import type { HostName } from '../../../src/model/names.ts';
import { addOf, deployOf, fourteen, material, without } from '../../support/day-2.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

/** The successors of the dead, bare under the old names; and the one that is left is the whole cluster (docs/recover.md). */
async function madeAlone(stage: Stage, kept: HostName, dead: readonly HostName[]): Promise<void> {
  const { world, clock } = stage;
  const host = world.host(kept);
  for (const name of dead) {
    emptied(stage, name);
    host.broker?.cluster.nodes.delete(name);
  }
  const cluster = host.database?.cluster;
  if (cluster) {
    cluster.members = cluster.members.filter(({ address }) => address === host.spec.privateIp);
    Object.assign(cluster, { leader: kept, lastLeader: kept, sync: undefined });
  }
  for (const { manager } of world.hosts.values()) {
    dead.forEach((name) => manager?.database.registry.brokers.delete(name));
    if (cluster && dead[1]) {
      manager?.databases.delete(world.host(dead[1]).spec.privateIp);
      manager?.database.registry.databases.delete(dead[1]);
    }
  }
  await clock.sleep(120_000);
}

function emptied({ world }: Stage, name: HostName): void {
  const host = world.host(name);
  for (const path of host.files.keys())
    if (/^\/(var\/lib\/quorate|etc\/(cloudify|quorate))\//.test(path)) host.files.delete(path);
  host.packages.clear();
  host.database = host.broker = undefined;
}

test.each([
  ['broker', 'rabbit3', ['rabbit1', 'rabbit2']],
  ['database', 'db2', ['db1', 'db3']],
] as const)('a %s that is alone, as after a recovery, grows to three again', async (role, kept, dead) => {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(ten))).exitCode).toBe(0);
  await madeAlone(stage, kept, dead);
  const [first, second] = dead;
  for (const [cluster, name] of [
    [without([second], ten), first],
    [ten, second],
  ] as const) {
    const ran = await stage.run(addOf(cluster, { name, role }));
    expect(ran.finished?.problems).toEqual([]);
    expect(ran.exitCode).toBe(0);
  }
  expect(stepsOf(await stage.run(deployOf(ten)), 'changed')).toEqual([]);
});
