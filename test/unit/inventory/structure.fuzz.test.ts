import fc from 'fast-check';
import { test } from '@jest/globals';
import { expectPlanOrProblems, inventories } from './fuzz/outcome.ts';
import { changeTree, treeChanges } from './fuzz/structure.ts';

test('5,000 changes of the data of inventories give a plan or problems with a position', () => {
  expectPlanOrProblems(
    fc.tuple(inventories, treeChanges).map(([text, changes]) => changeTree(text, changes)),
    200,
  );
}, 600_000);
