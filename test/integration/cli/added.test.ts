import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { deployed, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let ada: Operator;
beforeEach(async () => {
  ada = await deployed({ db4: { like: 'db3', at: [14] } });
});
afterEach(() => ada.leave());

const ADD = ['db4', '--address', '198.51.100.14'];
const isListed = () => readFileSync(ada.inventory, 'utf8').includes('db4');

test('removes a host from the inventory again if the run is refused before its first step', async () => {
  ada.hosts.world.powerOff('db3');
  expect((await ada.quorate('add-database', ADD)).code).toBe(7);
  expect(isListed()).toBe(false);
});

test('keeps a host in the inventory if it is a member when the run is refused', async () => {
  const { world } = ada.hosts;
  const stopsManager = () => {
    const { manager } = world.host('manager2');
    if (manager && world.host('db4').database) manager.running = false;
    return undefined;
  };
  expect((await ada.quorate('add-database', ADD, { faults: stopsManager })).code).toBe(7);
  expect(world.host('db1').database?.cluster.members.map(({ address }) => address)).toContain(
    '198.51.100.14',
  );
  expect(isListed()).toBe(true);
});

test.each(['db4', 'db9'])('refuses --down %s before adding the host to the inventory', async (down) => {
  const { code, stderr } = await ada.quorate('add-database', [...ADD, '--down', down]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--down')]);
  expect(isListed()).toBe(false);
});
