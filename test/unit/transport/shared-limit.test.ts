import { expect, test } from '@jest/globals';
import { sharedLimit } from '../../../src/errors/shared-limit.ts';

test('the receiver with the most bytes is dropped as soon as all of them exceed the limit, and no other', () => {
  const dropped: string[] = [];
  const limit = sharedLimit<string>(100);
  const hold = (key: string, bytes: number) => limit.hold(key, bytes, () => dropped.push(key));
  hold('db1', 30);
  hold('db2', 60);
  hold('db1', 40);
  expect(dropped).toEqual([]);
  hold('db3', 1);
  expect(dropped).toEqual(['db2']);
  hold('db3', 60);
  expect(dropped).toEqual(['db2']);
});

test('bytes that were released do not count', () => {
  const dropped: string[] = [];
  const limit = sharedLimit<string>(100);
  limit.hold('db1', 90, () => dropped.push('db1'));
  limit.release('db1');
  limit.release('db1');
  limit.hold('db2', 100, () => dropped.push('db2'));
  expect(dropped).toEqual([]);
});
