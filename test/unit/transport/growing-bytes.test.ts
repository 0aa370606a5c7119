import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { growingBytes } from '../../../src/errors/growing-bytes.ts';

test('has the bytes of all pieces, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
      const all = growingBytes();
      for (const piece of pieces) all.add(piece);
      const expected = Buffer.concat(pieces);
      expect(all.bytes()).toEqual(expected);
      expect(all.length()).toBe(expected.length);
    }),
  );
});

test('a piece that is changed afterwards does not change the bytes', () => {
  const all = growingBytes();
  const piece = Buffer.from('abc');
  all.add(piece);
  piece.fill('x');
  expect(all.bytes().toString()).toBe('abc');
});

test('single bytes take about the memory of their number', () => {
  const piece = Buffer.from('y');
  const before = process.memoryUsage();
  const all = growingBytes();
  for (let i = 0; i < 4_000_000; i++) all.add(piece);
  const { arrayBuffers } = process.memoryUsage();
  expect(all.length()).toBe(4_000_000);
  expect(arrayBuffers - before.arrayBuffers).toBeLessThan(8_000_000);
});
