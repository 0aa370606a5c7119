import { describe, expect, test } from '@jest/globals';
import { readMembership } from '../../../src/components/read-membership.ts';
import { managerView } from '../../../src/platforms/cloudify/observe/manager-view.ts';
import { response, sample } from '../components/answers/sample.ts';

describe('what a membership reads', () => {
  const read = (
    service: 'database' | 'broker' | 'manager',
    answers: Parameters<typeof readMembership>[0]['answers'],
  ) =>
    readMembership(
      {
        service,
        expected: [{ host: 'a', node: 'a', standing: 'member' }],
        answers,
        asOf: 7,
        bootstrapped: ['a'],
      },
      managerView,
    );

  test('of a database: etcd without an answer does not hide Patroni, nor the reverse', () => {
    const refused = { kind: 'no-answer', cause: 'refused', text: 'refused' } as const;
    const half = { etcd: refused, etcdMembers: refused, patroni: sample('patroni-paused') };
    expect(read('database', { a: half }).views.a).toMatchObject({
      kind: 'database',
      etcd: { healthy: false, members: [] },
      patroni: [{ role: 'leader' }, { role: 'sync_standby' }],
    });
    const errors = ['memberID:1 alarm:NOSPACE ', 'memberID:2 alarm:NOSPACE '];
    const full = { etcd: sample('etcd-health'), etcdStatus: response(200, { errors }) };
    expect(read('database', { a: full }).views.a).toMatchObject({ etcd: { alarms: ['NOSPACE'] } });
    const other = { etcd: sample('etcd-health'), etcdMembers: sample('etcd-members'), patroni: refused };
    expect(read('database', { a: other }).views.a).not.toHaveProperty('patroni');
    expect(read('database', { a: { etcd: refused } }).views.a).toEqual({
      kind: 'no-answer',
      cause: 'refused',
      text: 'no answer: refused',
    });
  });

  test('of a broker: what it does not report is absent, alarms are those of its nodes', () => {
    const nodes = response(200, [
      { name: 'rabbit@a', running: true, mem_alarm: true, disk_free_alarm: true },
    ]);
    expect(read('broker', { a: { nodes } }).views.a).toEqual({
      kind: 'broker',
      members: ['a'],
      running: ['a'],
      partitions: [],
      alarms: ['memory on a', 'disk on a'],
    });
  });

  test.each([
    ['check-ok', 'check-ok', false],
    ['check-quorum-critical', 'check-ok', true],
    ['check-ok', 'check-mirror-critical', true],
    ['rabbitmq-wrong-password', 'check-ok', undefined],
  ])('of a broker that answers %s and %s: critical is %s', (...[quorum, mirror, wanted]) => {
    const answers = {
      nodes: sample('nodes-three'),
      queues: sample('queues-unsynchronized'),
      quorumCritical: sample(quorum),
      mirrorCritical: sample(mirror),
      alarms: sample('check-ok'),
    };
    const view = read('broker', { a: answers }).views.a;
    expect(view).toMatchObject({ kind: 'broker', unsynchronized: 1, alarms: [] });
    expect(view?.kind === 'broker' ? view.critical : 'no view').toBe(wanted);
  });

  test('of a manager: whether it answers, is healthy, and which members it has registered', () => {
    const answers = {
      status: sample('manager-status'),
      ok: sample('manager-ok'),
      managers: sample('manager-managers'),
      brokers: sample('manager-brokers'),
      databases: response(200, { items: [{ name: 'db1', host: '198.51.100.11' }] }),
    };
    expect(read('manager', { a: answers }).views.a).toEqual({
      kind: 'manager',
      answering: true,
      ok: true,
      managers: ['manager1', 'manager2', 'manager3'],
      brokers: ['rabbit1', 'rabbit2', 'rabbit3'],
      databases: ['198.51.100.11'],
    });
    expect(read('manager', { a: { status: sample('manager-status') } }).views.a).toEqual({
      kind: 'manager',
      answering: true,
    });
    expect(read('manager', { a: { status: response(502, 'Bad Gateway') } }).views.a).toEqual({
      kind: 'no-answer',
      cause: 'unexpected-status',
      text: 'HTTP 502',
    });
    expect(read('manager', {})).toMatchObject({
      asOf: 7,
      bootstrapped: ['a'],
      views: { a: { kind: 'no-answer' } },
    });
  });
});
