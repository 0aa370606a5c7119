import { expect, jest, test } from '@jest/globals';
import type { HostName } from '../../../src/model/names.ts';
import { addOf, deployOf, fourteen, material, without } from '../../support/day-2.ts';
import { Stage, stepsOf } from '../../support/simulated.ts';

jest.setTimeout(120_000);

const ten = without(['db4', 'rabbit4', 'manager4', 'lb2']);

/** Brings the service into the state after docs/recover.md: `kept` is the only member, and the lost hosts are empty under their old names. */
async function recoverWith(stage: Stage, kept: HostName, lost: readonly HostName[]): Promise<void> {
  const { world, clock } = stage;
  const host = world.host(kept);
  for (const name of lost) {
    wipe(stage, name);
    host.broker?.cluster.nodes.delete(name);
  }
  const cluster = host.database?.cluster;
  if (cluster) {
    cluster.members = cluster.members.filter(({ address }) => address === host.spec.privateIp);
    Object.assign(cluster, { leader: kept, lastLeader: kept, sync: undefined });
  }
  for (const { manager } of world.hosts.values()) {
    lost.forEach((name) => manager?.database.registry.brokers.delete(name));
    if (cluster && lost[1]) {
      manager?.databases.delete(world.host(lost[1]).spec.privateIp);
      manager?.database.registry.databases.delete(lost[1]);
    }
  }
  await clock.sleep(120_000);
}

function wipe({ world }: Stage, name: HostName): void {
  const host = world.host(name);
  for (const path of host.files.keys())
    if (/^\/(var\/lib\/quorate|etc\/(cloudify|quorate))\//.test(path)) host.files.delete(path);
  host.packages.clear();
  host.database = host.broker = undefined;
}

test.each([
  ['broker', 'rabbit3', ['rabbit1', 'rabbit2']],
  ['database', 'db2', ['db1', 'db3']],
] as const)('adds two members to a single %s, as after a recovery', async (role, kept, lost) => {
  const stage = new Stage({ cluster: fourteen, material });
  expect((await stage.run(deployOf(ten))).exitCode).toBe(0);
  await recoverWith(stage, kept, lost);
  const [first, second] = lost;
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
