import { describe, expect, test } from '@jest/globals';
import { healthy } from '../../../src/membership/views/healthy.ts';
import { compareWithMembers as comparison } from '../../../src/membership/admission/compare-with-members.ts';
import { prove } from '../../../src/membership/proof/prove.ts';
import { leaderOf } from '../../../src/membership/candidate.ts';
import type { Membership } from '../../../src/model/health/membership.ts';
import type { MemberOperation } from '../../../src/model/plan/step.ts';
import { brokers, databases, lost, managers, notInstalled, touch } from './build.ts';
import { shown, textOf } from './shown.ts';
import { advised } from '../../support/advised.ts';

const compareWithMembers = (...given: Parameters<typeof comparison>) => advised(comparison(...given));

const RABBITS = ['rabbit1', 'rabbit2', 'rabbit3'];
const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });

/** The same, with a host that is being added. */
function adding(membership: Membership, host: string): Membership {
  const expected = membership.expected.map((member) =>
    member.host === host ? { ...member, standing: 'joining' as const } : member,
  );
  return { ...membership, expected };
}

const unlisted = adding(
  brokers(
    { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running', rabbit4: 'silent' },
    { view: { members: RABBITS }, bootstrapped: RABBITS },
  ),
  'rabbit4',
);
const listed = adding(
  brokers(
    { rabbit1: 'running', rabbit2: 'running', rabbit3: 'running', rabbit4: 'silent' },
    { bootstrapped: RABBITS },
  ),
  'rabbit4',
);
const join = touch('broker', 'join', 'rabbit4');
const joiner = notInstalled('broker', 'join', 'rabbit4');

describe('handing over the lead', () => {
  const handOver = (to?: string): MemberOperation => ({
    ...{ kind: 'switchover', service: 'database', member: 'db1' },
    to: to === undefined ? 'sync-standby' : { host: to },
  });

  test('goes to a synchronous standby, or to whoever is one', () => {
    const sum = 'etcd: 3 members, 3 healthy, quorum 2; patroni: leader db1, synchronous db2: safe';
    expect(shown(prove(three, handOver('db2')))).toEqual({ state: 'safe', text: sum });
    expect(shown(prove(three, handOver()))).toEqual({ state: 'safe', text: sum });
    expect(textOf(prove(three, handOver('db1')))).toMatch(/db1 is already the leader: safe$/);
  });

  test('is refused to an asynchronous one, and the synchronous one named', () => {
    expect(shown(prove(three, handOver('db3')))).toEqual({
      state: 'refused',
      text: 'patroni: leader db1, synchronous db2; db3 is asynchronous and may lack commits: refused',
      next: 'quorate switchover inventory.yaml --to db2',
    });
  });

  test('waits while one may become synchronous, and is refused when none can', () => {
    const none = databases({ db1: 'leader', db2: 'replica', db3: 'replica' });
    expect([handOver(), handOver('db2')].map((deed) => prove(none, deed).state)).toEqual(['wait', 'wait']);
    const two = databases({ db1: 'leader', db2: 'sync', db3: 'silent' });
    expect(prove(two, handOver('db3'))).toMatchObject({ state: 'refused' });
    const lost = databases({ db1: 'leader', db2: 'silent', db3: 'silent' });
    expect(prove(lost, handOver())).toMatchObject({ state: 'refused' });
    const starting = databases({ db1: 'leader', db2: 'sync', db3: 'starting' });
    expect(prove(starting, handOver('db3')).state).toBe('wait');
  });

  test('waits for a leader whom every member names', () => {
    const torn = databases({ db1: 'replica', db2: 'sync', db3: 'replica' });
    expect([prove(torn, handOver()).state, leaderOf(torn)]).toEqual(['wait', undefined]);
    expect(leaderOf(three)).toBe('db1');
  });
});

describe('a host that is being added', () => {
  test('joins as long as the others are complete, and counts from when they list it', () => {
    expect(textOf(prove(unlisted, join))).toBe(
      'broker: 3 members, 3 running, quorum 2; joining rabbit4 makes 4, quorum 3: safe',
    );
    expect(healthy(unlisted, 'rabbit4')).toBe(false);
    expect(textOf(prove(listed, join))).toBe(
      'broker: 4 members, 3 running, quorum 3; rabbit4 is one of them: safe',
    );
    expect(prove(listed, touch('broker', 'restart', 'rabbit1'))).toMatchObject({ state: 'refused' });
    expect(prove(unlisted, touch('broker', 'restart', 'rabbit1')).state).toBe('safe');
  });

  test('is no stranger and stands in nobody’s way, unless the others list it before anything was begun', () => {
    expect(compareWithMembers([unlisted], [joiner])).toEqual([]);
    expect(compareWithMembers([listed], [{ ...joiner, installStarted: true }])).toEqual([]);
    expect(compareWithMembers([listed], [joiner])).toEqual([
      {
        where: 'rabbit4',
        what: 'bare, and already a member of the live brokers',
        why: 'listed by rabbit1, rabbit2, rabbit3: it is what is left of a host that was there before',
        next: 'remove it first: quorate remove-broker inventory.yaml rabbit4 --lost, or: quorate replace-host inventory.yaml rabbit4',
      },
    ]);
  });

  test('may have the name of one that is taken out before', () => {
    const gone = lost('broker', 'rabbit4');
    expect(compareWithMembers([listed], [joiner], [gone])).toEqual([]);
    const dbs = adding(databases({ db1: 'leader', db2: 'sync', db3: 'stopped' }), 'db3');
    const replaced = lost('database', 'db3');
    const back = notInstalled('database', 'join', 'db3');
    expect(compareWithMembers([dbs], [back], [replaced])).toEqual([]);
  });

  test('is refused beside a member that is down, whatever the quorum', () => {
    const five = brokers({ a: 'running', b: 'running', c: 'running', d: 'running', e: 'silent' });
    expect(shown(prove(five, touch('broker', 'join', 'f')))).toEqual({
      state: 'refused',
      text: 'broker: 5 members, 4 running, quorum 3; joining f makes 6, quorum 4; e is not running: refused',
      next: 'bring e back, or: quorate remove-broker inventory.yaml e --lost',
    });
  });
});

describe('a manager', () => {
  test('that leaves is not even stopped while another is down; one that comes back may be', () => {
    const three = managers({ manager1: 'well', manager2: 'silent', manager3: 'well' });
    expect(prove(three, touch('manager', 'restart', 'manager3')).state).toBe('safe');
    expect(prove(three, touch('manager', 'stop-to-leave', 'manager3')).state).toBe('refused');
  });

  test('that is gone may be the second of two, which costs', () => {
    const two = managers({ manager1: 'well', manager2: 'silent' });
    const gone = lost('manager', 'manager2');
    expect(textOf(prove(two, gone))).toBe(
      'manager: 2 members; without manager2 1, at least 2 needed (the next loss stops the last manager); ' +
        'manager: 2 members, 1 healthy; without manager2 1 healthy: safe',
    );
    expect(prove(two, touch('manager', 'remove', 'manager1'))).toMatchObject({ state: 'refused' });
  });
});
