import { expect, test } from '@jest/globals';
import { groupedFlush } from '../../../src/journal/flush.ts';

test('one flush covers everything written before it; a failed flush is repeated', () => {
  let flushes = 0;
  let isFull = false;
  const journal = groupedFlush(() => {
    flushes += 1;
    if (isFull) throw new Error('ENOSPC');
  });
  journal.flush();
  expect(flushes).toBe(0);
  journal.wrote();
  journal.wrote();
  journal.flush();
  journal.flush();
  expect(flushes).toBe(1);
  isFull = true;
  journal.wrote();
  expect(journal.flush).toThrow('ENOSPC');
  isFull = false;
  journal.flush();
  expect(flushes).toBe(3);
});
