import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { HostName } from '../../../src/model/names.ts';
import { emptyHost } from '../../../src/simulate/world/host.ts';
import { startBrokerNode, stopBrokerNode } from '../../../src/simulate/services/broker.ts';
import { lastEvent, operator, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let who: Operator;
afterEach(() => who.leave());

const DEAD = ['rabbit1', 'rabbit2'];
const BELOW = 'topology: { below_minimum: accept }\n';

/** The manual steps: rabbit3 forgets the lost brokers and starts alone, and the managers unregister them. */
async function doneByHand(): Promise<void> {
  const { world } = who.hosts;
  const kept = world.host('rabbit3');
  stopBrokerNode(world, kept);
  for (const name of DEAD) kept.broker?.cluster.nodes.delete(name);
  startBrokerNode(world, kept);
  const { registry } = world.host('manager1').manager!.database;
  for (const name of DEAD) registry.brokers.delete(name);
  await who.clock.sleep(120_000);
}

/** Another machine in its place, as it was delivered. */
function deliver(name: HostName): void {
  const { world } = who.hosts;
  const host = world.host(name);
  Object.assign(host, { broker: undefined }, emptyHost(host.spec, world.now()));
}

async function done(command: string, ...flags: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await who.quorate(command, [...flags, '--output', 'plain']);
  if (code !== 0) throw new Error(`${command}: ${code}\n${stdout}${stderr}`);
}

test('what recover tells of brokers, followed to its end, gives the same inventory and a cluster that needs nothing', async () => {
  who = await operator();
  await done('deploy');
  const original = readFileSync(who.inventory, 'utf8');
  DEAD.forEach((name) => who.hosts.world.powerOff(name));
  await who.clock.sleep(120_000);
  expect((await who.quorate('recover')).code).toBe(10);

  await doneByHand();
  who.edit((text) => text.replace(/.*name: rabbit2,.*\n/, '') + BELOW);
  deliver('rabbit1');
  await done('add-broker', 'rabbit1');
  deliver('rabbit2');
  await done('add-broker', 'rabbit2', '--address', '198.51.100.22');

  const grown = readFileSync(who.inventory, 'utf8').replace(BELOW, '');
  writeFileSync(who.inventory, grown);
  const lines = (text: string) => text.split('\n').sort();
  expect(lines(grown)).toEqual(lines(original));
  expect((await who.quorate('recover')).code).toBe(0);
  const deploy = lastEvent(await who.quorate('deploy', ['--output', 'json']));
  expect(deploy).toMatchObject({ outcome: 'done', counts: { changed: 0, failed: 0 } });
});
