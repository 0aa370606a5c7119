import { expect, test } from '@jest/globals';
import { seeds, wrongIn } from '../support/schedules/wrong.ts';

/** Half of the seeds; a second file lets two processes share the work. */
const HUNDREDS = Array.from({ length: 10 }, (_, n) => 1 + n * 100);

test.each(HUNDREDS)(
  'seeds from %d on keep the quorum and the order, lose nothing, repeat no job and leave no lock',
  async (first) => {
    expect(await wrongIn(seeds(first, 100))).toEqual([]);
  },
  600_000,
);
