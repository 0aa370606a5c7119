import { describe, expect, test } from '@jest/globals';
import { healthy } from '../../../src/membership/views/healthy.ts';
import { compareWithMembers } from './compare-cloudify.ts';
import { prove } from '../../../src/membership/proof/prove.ts';
import { leaderOf } from '../../../src/membership/candidate.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { brokers, databases, removalOfLost, managers, notInstalled, operation } from './build.ts';
import { printed, textOf } from './printed.ts';

const RABBITS = ['rabbit1', 'rabbit2', 'rabbit3'];
const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });

/** Marks `host` as joining. */
function withJoining(membership: Membership, host: string): Membership {
  const expected = membership.expected.map((member) =>
    member.host === host ? { ...member, standing: 'joining' as const } : member,
  );
  return { ...membership, expected };
}

const unlisted = withJoining(
  brokers(
    { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running', rabbit4: 'unreachable' },
    { view: { members: RABBITS }, bootstrapped: RABBITS },
  ),
  'rabbit4',
);
const listed = withJoining(
  brokers(
    { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running', rabbit4: 'unreachable' },
    { bootstrapped: RABBITS },
  ),
  'rabbit4',
);
const join = operation('broker', 'join', 'rabbit4');
const joiningHost = notInstalled('broker', 'join', 'rabbit4');

describe('a switchover', () => {
  const switchover = (to?: string): MemberOperation => ({
    ...{ kind: 'switchover', service: 'database', member: 'db1' },
    to: to === undefined ? 'sync-standby' : { host: to },
  });

  test('is safe to the given synchronous standby, or to any', () => {
    const text = 'etcd: 3 members, 3 healthy, quorum 2; patroni: leader db1, synchronous db2: safe';
    expect(printed(prove(three, switchover('db2')))).toEqual({ state: 'safe', text });
    expect(printed(prove(three, switchover()))).toEqual({ state: 'safe', text });
    expect(textOf(prove(three, switchover('db1')))).toMatch(/db1 is already the leader: safe$/);
  });

  test('is refused to an asynchronous standby; the next step names the synchronous one', () => {
    expect(printed(prove(three, switchover('db3')))).toEqual({
      state: 'refused',
      text: 'patroni: leader db1, synchronous db2; db3 is asynchronous and may lack commits: refused',
      next: 'quorate switchover inventory.yaml --to db2',
    });
  });

  test('waits while a standby may become synchronous, and is refused if none can', () => {
    const asynchronous = databases({ db1: 'leader', db2: 'replica', db3: 'replica' });
    expect([switchover(), switchover('db2')].map((to) => prove(asynchronous, to).state)).toEqual([
      'wait',
      'wait',
    ]);
    const oneDown = databases({ db1: 'leader', db2: 'sync', db3: 'unreachable' });
    expect(prove(oneDown, switchover('db3'))).toMatchObject({ state: 'refused' });
    const twoDown = databases({ db1: 'leader', db2: 'unreachable', db3: 'unreachable' });
    expect(prove(twoDown, switchover())).toMatchObject({ state: 'refused' });
    const starting = databases({ db1: 'leader', db2: 'sync', db3: 'starting' });
    expect(prove(starting, switchover('db3')).state).toBe('wait');
  });

  test('waits until every member names the same leader', () => {
    const leaderless = databases({ db1: 'replica', db2: 'sync', db3: 'replica' });
    expect([prove(leaderless, switchover()).state, leaderOf(leaderless)]).toEqual(['wait', undefined]);
    expect(leaderOf(three)).toBe('db1');
  });
});

describe('a joining host', () => {
  test('may join while all other members run, and counts as a member once they list it', () => {
    expect(textOf(prove(unlisted, join))).toBe(
      'broker: 3 members, 3 running, quorum 2; joining rabbit4 makes 4, quorum 3: safe',
    );
    expect(healthy(unlisted, 'rabbit4')).toBe(false);
    expect(textOf(prove(listed, join))).toBe(
      'broker: 4 members, 3 running, quorum 3; rabbit4 is a member: safe',
    );
    expect(prove(listed, operation('broker', 'restart', 'rabbit1'))).toMatchObject({ state: 'refused' });
    expect(prove(unlisted, operation('broker', 'restart', 'rabbit1')).state).toBe('safe');
  });

  test('is not an unknown member, and is refused only if the other members list it before its installation started', () => {
    expect(compareWithMembers([unlisted], [joiningHost])).toEqual([]);
    expect(compareWithMembers([listed], [{ ...joiningHost, installStarted: true }])).toEqual([]);
    expect(compareWithMembers([listed], [joiningHost])).toEqual([
      {
        where: 'rabbit4',
        what: 'not installed, but already a member of the running broker cluster',
        why: 'listed by rabbit1, rabbit2, rabbit3; the entry belongs to an earlier host with this name',
        next: 'remove it first: quorate remove-broker inventory.yaml rabbit4 --lost, or: quorate replace-host inventory.yaml rabbit4',
      },
    ]);
  });

  test('may have the name of a member that is removed first', () => {
    const removal = removalOfLost('broker', 'rabbit4');
    expect(compareWithMembers([listed], [joiningHost], [removal])).toEqual([]);
    const dbs = withJoining(databases({ db1: 'leader', db2: 'sync', db3: 'stopped' }), 'db3');
    const replaced = removalOfLost('database', 'db3');
    const replacement = notInstalled('database', 'join', 'db3');
    expect(compareWithMembers([dbs], [replacement], [replaced])).toEqual([]);
  });

  test('is refused while a member is down, even if the quorum would hold', () => {
    const five = brokers({ a: 'running', b: 'running', c: 'running', d: 'running', e: 'unreachable' });
    expect(printed(prove(five, operation('broker', 'join', 'f')))).toEqual({
      state: 'refused',
      text: 'broker: 5 members, 4 running, quorum 3; joining f makes 6, quorum 4; e is not running: refused',
      next: 'bring e back, or: quorate remove-broker inventory.yaml e --lost',
    });
  });
});

describe('a manager', () => {
  test('may be restarted, but not stopped for removal, while another manager is down', () => {
    const three = managers({ manager1: 'healthy', manager2: 'unreachable', manager3: 'healthy' });
    expect(prove(three, operation('manager', 'restart', 'manager3')).state).toBe('safe');
    expect(prove(three, operation('manager', 'stop-to-leave', 'manager3')).state).toBe('refused');
  });

  test('may be removed as permanently lost if one manager remains; the proof states the risk', () => {
    const two = managers({ manager1: 'healthy', manager2: 'unreachable' });
    const removal = removalOfLost('manager', 'manager2');
    expect(textOf(prove(two, removal))).toBe(
      'manager: 2 members; without manager2 1, at least 2 needed (the next loss stops the last manager); ' +
        'manager: 2 members, 1 healthy; without manager2 1 healthy: safe',
    );
    expect(prove(two, operation('manager', 'remove', 'manager1'))).toMatchObject({ state: 'refused' });
  });
});
