import fc from 'fast-check';
import { test } from '@jest/globals';
import { expectPlanOrProblems, inventories } from './fuzz/outcome.ts';
import { editText, textEdits } from './fuzz/text.ts';

test('5,000 edits of the text of inventories give a plan or problems with a position', () => {
  expectPlanOrProblems(
    fc.tuple(inventories, textEdits).map(([text, edits]) => editText(text, edits)),
    25,
  );
}, 600_000);
