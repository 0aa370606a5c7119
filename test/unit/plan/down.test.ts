import { expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/errors.ts';
import { hostNamed } from '../../../src/model/cluster.ts';
import { about, adding, removing, replacing, withDown } from '../../../src/plan/build/clusters.ts';
import type { Clusters } from '../../../src/plan/build/clusters.ts';
import { fourteen } from '../../support/day-2.ts';

const rabbit2 = { name: 'rabbit2', role: 'broker' } as const;
const db2 = { name: 'db2', role: 'database' } as const;
const was = (name: string) => hostNamed(fourteen, name);
const moved = { ...was('db2'), address: '198.51.100.99', privateIp: '198.51.100.99' };

function refused(clusters: Clusters, down: readonly string[]): unknown {
  try {
    return withDown(clusters, down);
  } catch (error) {
    if (error instanceof UsageError) return error.problems.map(({ what, next }) => `${what}; ${next}`);
    throw error;
  }
}

const GONE = '--gone instead of --down';
const DEAD = 'it is dead for this command anyway';
const OWN = [
  { of: 'add', clusters: adding(fourteen, rabbit2), name: 'rabbit2', next: 'leave it out' },
  { of: 'remove', clusters: removing(fourteen, { ...rabbit2, gone: false }), name: 'rabbit2', next: GONE },
  {
    of: 'remove --gone',
    clusters: removing(fourteen, { ...rabbit2, gone: true }),
    name: 'rabbit2',
    next: DEAD,
  },
  { of: 'replace', clusters: replacing(fourteen, rabbit2, [was('rabbit2')]), name: 'rabbit2', next: DEAD },
  { of: 'replace elsewhere', clusters: replacing(fourteen, db2, [moved]), name: 'db2', next: DEAD },
  { of: 'reinit', clusters: about(fourteen, [db2]), name: 'db2', next: 'leave it out' },
];

test.each(OWN)('$of: the host that it is about is not one of the others', ({ clusters, name, next }) => {
  const said = refused(clusters, ['manager4', name]);
  expect(said).toEqual([expect.stringContaining(`${name} is the one that the command is about; `)]);
  expect(said).toEqual([expect.stringContaining(next)]);
  expect(withDown(clusters, ['manager4'])).toMatchObject({ down: ['manager4'] });
});

test('names that the inventory has not are told', () => {
  expect(refused(about(fourteen, []), ['db1', 'db9'])).toEqual([expect.stringContaining('no host db9')]);
});
