import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { hostNamed } from '../../../src/model/cluster.ts';
import type { Change } from '../../../src/model/change.ts';
import {
  addChange,
  reinitChange,
  removeChange,
  replaceChange,
  restartChange,
} from '../../../src/plan/build/named-change.ts';
import { hostsThatMayBeDown, type Plan } from '../../../src/model/plan/plan.ts';
import {
  addOf,
  deployOf,
  fourteen,
  reinitOf,
  removeOf,
  replaceOf,
  restartOf,
  switchoverOf,
} from '../../support/day-2.ts';
import { adviceText } from '../../support/advised.ts';

const rabbit2 = { name: 'rabbit2', role: 'broker' } as const;
const db2 = { name: 'db2', role: 'database' } as const;
const was = (name: string) => hostNamed(fourteen, name);
const moved = { ...was('db2'), address: '198.51.100.99', privateIp: '198.51.100.99' };

type Down = readonly string[];
type Make = (down: Down) => Change;

function refused(make: Make, down: Down): unknown {
  try {
    return make(down);
  } catch (error) {
    if (error instanceof UsageError)
      return error.problems.map(({ what, next }) => `${what}; ${adviceText(next)}`);
    throw error;
  }
}

const USE_LOST = 'use --lost instead of --down';
const EXPECTED_DOWN = 'this command expects the host to be down';
const remove = (state: 'running' | 'lost') => (down: Down) =>
  removeChange(fourteen, { ...rabbit2, state }, down);
const OWN: readonly { of: string; change: Make; name: string; next: string }[] = [
  {
    of: 'add',
    change: (down) => addChange(fourteen, rabbit2, down),
    name: 'rabbit2',
    next: 'the target must be reachable',
  },
  { of: 'remove', change: remove('running'), name: 'rabbit2', next: USE_LOST },
  { of: 'remove --lost', change: remove('lost'), name: 'rabbit2', next: EXPECTED_DOWN },
  {
    of: 'replace',
    change: (down) => replaceChange(fourteen, [{ ...rabbit2, former: [was('rabbit2')] }], down),
    name: 'rabbit2',
    next: EXPECTED_DOWN,
  },
  {
    of: 'replace elsewhere',
    change: (down) => replaceChange(fourteen, [{ ...db2, former: [moved] }], down),
    name: 'db2',
    next: EXPECTED_DOWN,
  },
  {
    of: 'reinit',
    change: (down) => reinitChange(fourteen, 'db2', down),
    name: 'db2',
    next: 'the target must be reachable',
  },
];

test.each(OWN)('$of: --down rejects the target of the command', ({ change, name, next }) => {
  const messages = refused(change, ['manager4', name]);
  expect(messages).toEqual([expect.stringContaining(`${name} is the target of this command; `)]);
  expect(messages).toEqual([expect.stringContaining(next)]);
  expect(change(['manager4'])).toMatchObject({ down: ['manager4'] });
});

test('--down rejects names that the inventory does not list', () => {
  const restart: Make = (down) => restartChange(fourteen, { role: 'all', request: 'r' }, down);
  expect(refused(restart, ['db1', 'db9'])).toEqual([expect.stringContaining('no host db9')]);
});

describe('the hosts that may be down', () => {
  const RUNNABLE: readonly { of: string; plan: () => Plan; required: readonly string[] }[] = [
    { of: 'add-broker', plan: () => addOf(fourteen, rabbit2), required: ['rabbit2'] },
    { of: 'remove-broker', plan: () => removeOf(fourteen, rabbit2), required: ['rabbit2'] },
    { of: 'remove-broker --lost', plan: () => removeOf(fourteen, rabbit2, true), required: [] },
    { of: 'replace-host', plan: () => replaceOf(fourteen, db2, [moved]), required: ['db2'] },
    { of: 'restart', plan: () => restartOf(fourteen, 'all'), required: [] },
    {
      of: 'restart --role load-balancer',
      plan: () => restartOf(fourteen, 'load_balancer'),
      required: ['lb1', 'lb2'],
    },
    { of: 'switchover', plan: () => switchoverOf(fourteen), required: [] },
    { of: 'switchover --to', plan: () => switchoverOf(fourteen, 'db2'), required: ['db2'] },
    { of: 'reinit-database', plan: () => reinitOf(fourteen, 'db2'), required: ['db2'] },
  ];

  test.each(RUNNABLE)('of $of are all but its targets', ({ plan, required }) => {
    const { hosts } = plan();
    expect(hostsThatMayBeDown(plan())).toEqual(hosts.filter((host) => !required.includes(host)));
    expect(hosts).toEqual(expect.arrayContaining([...required]));
  });

  test('of a deploy are none', () => {
    expect(hostsThatMayBeDown(deployOf(fourteen))).toEqual([]);
  });
});
