import { describe, expect, test } from '@jest/globals';
import { prove } from '../../../src/membership/proof/prove.ts';
import type { DatabaseView, Membership } from '../../../src/model/health/membership.ts';
import { databases, touch } from './build.ts';
import { textOf } from './shown.ts';

const three = databases({ db1: 'leader', db2: 'sync', db3: 'replica' });
const handOver = touch('database', 'switchover', 'db1');
const sum = (membership: Membership) => textOf(prove(membership, handOver));

function withView(host: string, change: (view: DatabaseView) => DatabaseView): Membership {
  const view = three.views[host];
  if (view?.kind !== 'database') throw new Error(`${host} is no database that answers`);
  return { ...three, views: { ...three.views, [host]: change(view) } };
}

describe('without a leader to rely on it is told why, and waited for', () => {
  test('nobody leads', () => {
    expect(sum(databases({ db1: 'replica', db2: 'sync', db3: 'replica' }))).toBe(
      'patroni: no member names a leader: wait',
    );
  });

  test('the leader is gone, and still listed', () => {
    expect(sum(databases({ db1: 'lost', db2: 'sync', db3: 'replica' }))).toBe(
      'patroni: db1 is named leader, but does not answer: wait',
    );
  });

  test('the leader has lost its own etcd', () => {
    const ill = withView('db1', (view) => ({ ...view, etcd: { ...view.etcd, healthy: false } }));
    expect(sum(ill)).toBe('patroni: db1 is named leader, but its own etcd is not healthy: wait');
  });

  test('one names another', () => {
    const other = databases({ db1: 'sync', db2: 'leader', db3: 'replica' }).views['db3'];
    expect(sum({ ...three, views: { ...three.views, ...(other ? { db3: other } : {}) } })).toBe(
      'patroni: the members name different leaders: db1, db2: wait',
    );
  });

  test('one names nobody', () => {
    const followers = (view: DatabaseView) => view.patroni?.filter(({ role }) => role !== 'leader') ?? [];
    expect(sum(withView('db3', (view) => ({ ...view, patroni: followers(view) })))).toBe(
      'patroni: db1 is named leader, but not by all members: wait',
    );
  });
});
