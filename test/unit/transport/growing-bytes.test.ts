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

test('single bytes take the memory of one buffer, at most twice their number', () => {
  const all = growingBytes();
  const buffers = new Set<ArrayBufferLike>();
  for (let i = 0; i < 10_000; i++) {
    all.add(Buffer.from('y'));
    buffers.add(all.bytes().buffer);
  }
  expect(buffers.size).toBeLessThan(20);
  expect(all.bytes().buffer.byteLength).toBeLessThanOrEqual(20_000);
});
