import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { faultsAt } from '../../support/scripted-faults.ts';
import type { FaultTiming } from '../../../src/simulate/faults/faults.ts';
import { deployed, notesOf, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let ada: Operator;
beforeEach(async () => {
  ada = await deployed();
});
afterEach(() => ada.leave());

const leader = () => ada.hosts.world.host('db1').database?.cluster.leader;
const notes = () => notesOf(ada);
const kill = (when: FaultTiming) =>
  faultsAt({ effect: { kind: 'kill', when }, method: 'change', about: 'set-master' });

test.each(['before', 'after'] as const)(
  'a switchover that is killed right %s the leader changes is completed once when repeated',
  async (when) => {
    const led = leader();
    await ada.killed(['switchover'], { faults: kill(when) });
    await ada.clock.sleep(600_000);
    const { code, stdout } = await ada.quorate('switchover');
    expect([code, notes()]).toEqual([0, []]);
    expect(stdout).toContain(`${led} was the leader then`);
    expect(leader()).not.toBe(led);
  },
);

test('repeats a finished switchover as a new request', async () => {
  const led = leader();
  expect((await ada.quorate('switchover')).code).toBe(0);
  const second = leader();
  expect(second).not.toBe(led);
  expect((await ada.quorate('switchover')).code).toBe(0);
  expect([leader(), notes()]).not.toContain(second);
});

test('does not resume an unfinished switchover a day later', async () => {
  const led = leader();
  await ada.killed(['switchover'], { faults: kill('after') });
  const second = leader();
  await ada.clock.sleep(25 * 3_600_000);
  expect((await ada.quorate('switchover')).code).toBe(0);
  expect([led, leader()]).not.toContain(second);
});
