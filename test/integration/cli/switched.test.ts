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
  'a switchover that is killed right %s the lead is handed over hands it over once, whoever repeats it',
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

test('a finished one is another request: the lead is handed over anew', async () => {
  const led = leader();
  expect((await ada.quorate('switchover')).code).toBe(0);
  const second = leader();
  expect(second).not.toBe(led);
  expect((await ada.quorate('switchover')).code).toBe(0);
  expect([leader(), notes()]).not.toContain(second);
});

test('one that was not finished is no more what is meant a day later', async () => {
  const led = leader();
  await ada.killed(['switchover'], { faults: kill('after') });
  const second = leader();
  await ada.clock.sleep(25 * 3_600_000);
  expect((await ada.quorate('switchover')).code).toBe(0);
  expect([led, leader()]).not.toContain(second);
});
