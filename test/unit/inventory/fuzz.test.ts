import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import type { Problem } from '../../../src/errors/errors.ts';
import { readInventory } from '../../../src/inventory/read.ts';

const folder = join(import.meta.dirname, '../../../inventories');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
/** Mostly the short one: the long one takes four times as long. */
const text = fc.oneof(
  { weight: 9, arbitrary: fc.constant(read('three-each.yaml')) },
  { weight: 1, arbitrary: fc.constant(read('example.yaml')) },
);

/** Signs with a meaning in YAML, words with a meaning here, and anything at all. */
const insertion = fc.oneof(
  fc.constantFrom(
    ...'\n\t :-{}[]&*!|>\'"%@`#,?0~',
    '<<: ',
    '---\n',
    '\n  ',
    ': ',
    '- ',
    '{}',
    'null',
    'yes',
    '.inf',
  ),
  fc.constantFrom(
    'hosts',
    'ssh',
    'password',
    'config',
    'become',
    '&a ',
    '*a',
    '!!set ',
    '__proto__: 1',
    '127.0.0.1',
  ),
  fc.string({ maxLength: 6 }),
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insertion });
const edits = fc.array(edit, { minLength: 1, maxLength: 4 });

const mutate = (text: string, changes: readonly { at: number; remove: number; insertion: string }[]) =>
  changes.reduce((before, change) => {
    const offset = Math.floor(change.at * before.length);
    return before.slice(0, offset) + change.insertion + before.slice(offset + change.remove);
  }, text);

test('whatever is done to an inventory, it is read or refused with problems that have a place', () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(text, edits, (whole, changes) => {
      const context = { path: 'i.yaml', directory: '/', home: '/root', env: {} };
      const { inventory, problems } = readInventory(mutate(whole, changes), context);
      if (problems.length > 0 === (inventory !== undefined))
        throw new Error('both, or neither, read and refused');
      const unclear = problems.filter((problem) => !clear(problem));
      if (unclear.length > 0) throw new Error(JSON.stringify(unclear));
      if (inventory) accepted++;
      else refused++;
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(500);
}, 120_000);

/** It has a place in the file, and words that were made for people. */
function clear({ where = '', what, lines = [] }: Problem): boolean {
  const placed = /^i\.yaml:[1-9]\d*:[1-9]\d*$/.test(where);
  return placed && !/undefined|\[object|NaN/.test(what) && lines.every((line) => line.length <= 76);
}
