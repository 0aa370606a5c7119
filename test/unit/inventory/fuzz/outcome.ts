import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from '@jest/globals';
import { printable } from '../../../../src/model/rendered.ts';
import { UsageError } from '../../../../src/errors/errors.ts';
import type { Problem } from '../../../../src/errors/errors.ts';
import { readInventory } from '../../../../src/inventory/read.ts';
import type { Cluster } from '../../../../src/model/cluster.ts';
import { buildPlan } from '../../../../src/plan/build/build-plan.ts';
import { materialFor, playbookNamed } from '../../plan/shipped.ts';
import { examples } from '../reading.ts';

const names = readdirSync(examples).filter((file) => file.endsWith('.yaml') && file !== 'example.yaml');
const read = (name: string) => readFileSync(join(examples, name), 'utf8');

/** The text of an inventory that ships with Quorate. `example.yaml` takes four times as long, so it is drawn seldom. */
export const inventories = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...names.map(read)) },
  { weight: 1, arbitrary: fc.constant(read('example.yaml')) },
);

/**
 * Expects each mutated inventory to give a plan or problems with a position. Two test files with 5,000 mutations each
 * use it, so that two workers can run them.
 * @param least the minimum number of plans; with fewer, the mutations would test only refusals
 */
export function expectPlanOrProblems(mutated: fc.Arbitrary<string>, least: number): void {
  // `FUZZ_SEED=… npx jest …` repeats a run.
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
  process.stderr.write(`FUZZ_SEED=${seed}\n`);
  const count = { planned: 0, refused: 0 };
  const holds = fc.property(mutated, (text) => {
    count[outcomeOf(text)]++;
  });
  fc.assert(holds, { numRuns: 5_000, seed, endOnFailure: true });
  expect(count.planned).toBeGreaterThan(least);
  expect(count.refused).toBeGreaterThan(2_500);
}

const INCLUDED = {
  path: 'shared.yaml',
  text: 'ssh: &s { user: root, port: 2222 }\nmanagers: { ssh: *s }\nbrokers: { user: { env: PLACE } }\nqueues: 1\n',
};

/** @throws Error if the inventory is neither planned nor refused, or both */
function outcomeOf(text: string): 'planned' | 'refused' {
  const context = {
    path: 'i.yaml',
    directory: '/',
    home: '/root',
    env: { PLACE: 'lab' },
    included: INCLUDED,
  };
  const { inventory, problems } = readInventory(text, context);
  if (problems.length > 0 === (inventory !== undefined))
    throw new Error('an inventory must be either read or refused');
  const unclear = problems.filter((problem) => !isClear(problem));
  if (unclear.length > 0) throw new Error(JSON.stringify(unclear));
  return inventory && isPlanned(inventory.cluster) ? 'planned' : 'refused';
}

const playbook = playbookNamed('deploy');

/** @throws every error that is not a list of problems, because it is a bug */
function isPlanned(cluster: Cluster): boolean {
  try {
    const plan = buildPlan({ playbook, cluster, change: { kind: 'deploy' }, material: materialFor(cluster) });
    return plan.phases.length > 0;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** True if the problem has a position in the file and readable text. */
function isClear({ where = '', what, lines = [] }: Problem): boolean {
  const placed = /^(?:i|shared)\.yaml:[1-9]\d*:[1-9]\d*$/.test(where);
  return (
    placed && !/undefined|\[object|NaN/.test(printable(what)) && lines.every((line) => line.length <= 76)
  );
}
