import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { deployed, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let ada: Operator;
beforeEach(async () => {
  ada = await deployed();
  ada.hosts.world.powerOff('rabbit3');
  await ada.clock.sleep(600_000);
  mark = ada.hosts.world.applied.length;
});
afterEach(() => ada.leave());

let mark = 0;
const leader = () => ada.hosts.world.host('db1').database?.cluster.leader;
const restarted = () =>
  [...ada.hosts.world.hosts.keys()].filter((name) =>
    ada.hosts.world.applied
      .slice(mark)
      .some(
        ({ host, what }) =>
          host === name && new RegExp(`^(database|manager|broker) ${name} stopped`).test(what),
      ),
  );

test('switchover runs while a host of another role is down only if --down names it', async () => {
  const led = leader();
  const { code, stdout } = await ada.quorate('switchover');
  expect([code, stdout]).toEqual([
    3,
    expect.stringContaining('run the same command again with --down rabbit3'),
  ]);
  expect(leader()).toBe(led);
  expect((await ada.quorate('switchover', ['--down', 'rabbit3'])).code).toBe(0);
  expect(leader()).not.toBe(led);
});

test('reinit-database does the same', async () => {
  const standby = ['db1', 'db2'].find((name) => name !== leader()) ?? '';
  expect((await ada.quorate('reinit-database', [standby])).code).toBe(3);
  expect((await ada.quorate('reinit-database', [standby, '--down', 'rabbit3'])).code).toBe(0);
});

test('restart does the same, and skips the host that is down', async () => {
  expect((await ada.quorate('restart', ['--role', 'database'])).code).toBe(3);
  expect((await ada.quorate('restart', ['--role', 'database', '--down', 'rabbit3'])).code).toBe(0);
  expect(restarted()).toEqual(['db1', 'db2', 'db3']);
});

test('the quorum proof counts the host as lost', async () => {
  const { code, stdout } = await ada.quorate('restart', ['--role', 'broker', '--down', 'rabbit3']);
  expect([code, restarted()]).toEqual([7, []]);
  expect(stdout).toContain('refused to protect the cluster');
});

test('restart is refused if all hosts of the role are down', async () => {
  const { code, stderr } = await ada.quorate('restart', ['--role', 'load-balancer', '--down', 'lb1']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('to restart that are not down')]);
});

test('reports no host as stopped or down if none is reachable', async () => {
  [...ada.hosts.world.hosts.keys()].forEach((name) => ada.hosts.world.powerOff(name));
  const { code, stdout } = await ada.quorate('remove-database', ['db1']);
  expect([code, stdout]).toEqual([3, expect.not.stringMatching(/is stopped|is down/)]);
});

test('does not suggest --down for the target, or for a command that needs all hosts', async () => {
  for (const words of [['reinit-database', 'db3'], ['deploy']] as const) {
    ada.hosts.world.powerOff('db3');
    const { stdout } = await ada.quorate(words[0], words.slice(1));
    expect(stdout).toMatch(/^db3[^:]*: cannot connect/m);
    expect(stdout).not.toMatch(/db3 is down|--down [^ ]*db3/);
  }
});
