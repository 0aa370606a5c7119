import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { lineCutter } from '../../../src/transport/ssh/worker/lines.ts';

/** The lines of a log from an offset on, if it arrives in pieces of these sizes. */
function told(log: Buffer, from: number, sizes: readonly number[]) {
  const lines: string[] = [];
  const nexts: number[] = [];
  const cutter = lineCutter(from, (line, next) => {
    lines.push(line);
    nexts.push(next);
  });
  let at = Math.max(0, from - 1);
  for (const size of [...sizes, log.length]) {
    cutter.push(log.subarray(at, at + size));
    at += size;
  }
  cutter.end();
  return { lines, nexts };
}

test('the lines of a log do not depend on its pieces', () => {
  const text = fc.stringMatching(/^([a-zü]{0,4}(\n|\r\n)){0,8}[a-z]{0,3}$/);
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }), (log, sizes) => {
      const whole = log.split('\n').map((line) => line.replace(/\r$/, ''));
      if (whole.at(-1) === '') whole.pop();
      expect(told(Buffer.from(log), 0, sizes).lines).toEqual(whole);
    }),
  );
});

test('a log followed from a reported offset has no missing and no repeated line', () => {
  const log = Buffer.from('first\r\nsecond ü\n\nlast\n');
  const { lines, nexts } = told(log, 0, [3, 5, 4]);
  expect(lines).toEqual(['first', 'second ü', '', 'last']);
  nexts.forEach((next, index) => expect(told(log, next, [2]).lines).toEqual(lines.slice(index + 1)));
});

test('skips a line that starts before the offset, because it may end with half a secret', () => {
  const log = Buffer.from('password: s3cret\nnext\n');
  for (let from = 1; from <= 16; from++) expect(told(log, from, [1, 1]).lines).toEqual(['next']);
  expect(told(log, 17, []).lines).toEqual(['next']);
});

test('truncates a line without an end at one megabyte', () => {
  const log = Buffer.concat([Buffer.alloc(3 * 1024 * 1024, 'x'), Buffer.from('\nnext\n')]);
  const { lines } = told(
    log,
    0,
    Array.from({ length: 40 }, () => 65_536),
  );
  expect(lines.map((line) => line.length)).toEqual([1024 * 1024, 4]);
});
