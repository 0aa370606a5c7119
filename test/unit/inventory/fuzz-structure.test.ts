import fc from 'fast-check';
import { test } from '@jest/globals';
import { expectPlanOrProblems, inventories } from './fuzz/outcome.ts';
import { changeTree, treeChanges } from './fuzz/structure.ts';

test('5,000 changes of what the inventories say end in a plan or in problems that have a place', () => {
  expectPlanOrProblems(
    fc.tuple(inventories, treeChanges).map(([text, changes]) => changeTree(text, changes)),
    200,
  );
}, 600_000);
