import { expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { hostNamed } from '../../../src/model/cluster.ts';
import { about, adding, removing, replacing, withDown } from '../../../src/plan/clusters.ts';
import type { Clusters } from '../../../src/plan/clusters.ts';
import { fourteen } from '../../support/day-2.ts';

const rabbit2 = { name: 'rabbit2', role: 'broker' } as const;
const db2 = { name: 'db2', role: 'database' } as const;
const movedFrom = { ...hostNamed(fourteen, 'db2'), address: '198.51.100.99', privateIp: '198.51.100.99' };

function refused(clusters: Clusters, down: readonly string[]): unknown {
  try {
    return withDown(clusters, down);
  } catch (error) {
    if (error instanceof UsageError) return error.problems.map(({ what, next }) => `${what}; ${next}`);
    throw error;
  }
}

const OWN: readonly (readonly [string, Clusters, string, string])[] = [
  ['add', adding(fourteen, rabbit2), 'rabbit2', 'leave it out'],
  ['remove', removing(fourteen, { ...rabbit2, gone: false }), 'rabbit2', '--gone instead of --down'],
  ['remove --gone', removing(fourteen, { ...rabbit2, gone: true }), 'rabbit2', 'it is dead for this'],
  [
    'replace',
    replacing(fourteen, rabbit2, [hostNamed(fourteen, 'rabbit2')]),
    'rabbit2',
    'it is dead for this',
  ],
  ['replace elsewhere', replacing(fourteen, db2, [movedFrom]), 'db2', 'it is dead for this'],
  ['about', about(fourteen, [db2]), 'db2', 'leave it out'],
];

test.each(OWN)(
  '%s: the host that the command is about is not one of the others',
  (_, clusters, name, next) => {
    const said = refused(clusters, ['manager4', name]);
    expect(said).toEqual([expect.stringContaining(`${name} is the one that the command is about; `)]);
    expect(said).toEqual([expect.stringContaining(next)]);
    expect(withDown(clusters, ['manager4'])).toMatchObject({ down: ['manager4'] });
  },
);

test('names that the inventory has not are told', () => {
  expect(refused(about(fourteen, []), ['db1', 'db9'])).toEqual([expect.stringContaining('no host db9')]);
});
