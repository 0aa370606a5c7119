import { expect, test } from '@jest/globals';
import { groupedFlush } from '../../../src/journal/flush.ts';

/** A flush that ends when the test says so. */
function manual() {
  const open: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const flush = groupedFlush(1, () => new Promise<void>((resolve, reject) => open.push({ resolve, reject })));
  return { open, flush };
}
const turn = () => new Promise((done) => setImmediate(done));

test('calls during a flush share the next one, which covers what they wrote', async () => {
  const { open, flush } = manual();
  const order: string[] = [];
  const first = flush().then(() => order.push('first'));
  await turn();
  const later = [flush(), flush(), flush()].map((call) => call.then(() => order.push('later')));
  await turn();
  expect(open).toHaveLength(1);
  open[0]?.resolve();
  await first;
  await turn();
  expect([open.length, order]).toEqual([2, ['first']]);
  open[1]?.resolve();
  await Promise.all(later);
  expect(order).toEqual(['first', 'later', 'later', 'later']);
});

test('a failed flush fails its callers, and the next call flushes again', async () => {
  const { open, flush } = manual();
  const failed = flush();
  await turn();
  open[0]?.reject(new Error('EIO'));
  await expect(failed).rejects.toThrow('EIO');
  const next = flush();
  await turn();
  open[1]?.resolve();
  await next;
  expect(open).toHaveLength(2);
});
