import { expect, test } from '@jest/globals';
import { seeds, wrongIn } from '../support/schedules/wrong.ts';

/** Two files, so that two processes share the work. */
const HUNDREDS = Array.from({ length: 10 }, (_, n) => 1001 + n * 100);

test.each(HUNDREDS)(
  'seeds from %d on: nothing lost, nothing done twice, in order, the quorum kept, no lock left',
  async (first) => {
    expect(await wrongIn(seeds(first, 100))).toEqual([]);
  },
  600_000,
);
