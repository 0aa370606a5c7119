import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { DatabaseView, Membership } from '../../../src/model/health/membership.ts';
import { databases, operation } from './build.ts';
import { textOf } from './printed.ts';

const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });
const switchover = operation('database', 'switchover', 'db1');
const proofText = (membership: Membership) => textOf(prove(membership, switchover));

function withView(host: string, change: (view: DatabaseView) => DatabaseView): Membership {
  const view = three.views[host];
  if (view?.kind !== 'database') throw new Error(`${host} is not a reachable database`);
  return { ...three, views: { ...three.views, [host]: change(view) } };
}

describe('a switchover waits, and its proof names the cause', () => {
  test('if no member names a leader', () => {
    expect(proofText(databases({ db1: 'replica', db2: 'sync', db3: 'replica' }))).toBe(
      'patroni: no member names a leader: wait',
    );
  });

  test('if the leader is unreachable but still listed', () => {
    expect(proofText(databases({ db1: 'unreachable leader', db2: 'sync', db3: 'replica' }))).toBe(
      'patroni: db1 is named leader, but does not answer: wait',
    );
  });

  test('if the etcd of the leader is unhealthy', () => {
    const unhealthy = withView('db1', (view) => ({ ...view, etcd: { ...view.etcd, healthy: false } }));
    expect(proofText(unhealthy)).toBe('patroni: db1 is named leader, but its own etcd is not healthy: wait');
  });

  test('if the members name different leaders', () => {
    const other = databases({ db1: 'sync', db2: 'leader', db3: 'replica' }).views['db3'];
    expect(proofText({ ...three, views: { ...three.views, ...(other ? { db3: other } : {}) } })).toBe(
      'patroni: the members name different leaders: db1, db2: wait',
    );
  });

  test('if one member names no leader', () => {
    const followers = (view: DatabaseView) => view.patroni?.filter(({ role }) => role !== 'leader') ?? [];
    expect(proofText(withView('db3', (view) => ({ ...view, patroni: followers(view) })))).toBe(
      'patroni: db1 is named leader, but not by all members: wait',
    );
  });
});
