import fc from 'fast-check';
import { test } from '@jest/globals';
import { expectPlanOrProblems, inventories } from './fuzz/outcome.ts';
import { editText, textEdits } from './fuzz/text.ts';

test('5,000 edits of the inventories’ text end in a plan or in problems that have a place', () => {
  expectPlanOrProblems(
    fc.tuple(inventories, textEdits).map(([text, edits]) => editText(text, edits)),
    25,
  );
}, 600_000);
