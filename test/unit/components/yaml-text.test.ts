import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Document, Scalar, visit } from 'yaml';
import { yamlText } from '../../../src/components/yaml-text.ts';
import type { Plain } from '../../../src/components/yaml-text.ts';

type PlainObject = Parameters<typeof yamlText>[0];

const NOT_TEXT = /^(y|yes|n|no|on|off|true|false|null|nan|inf)$/i;

/** The text of the package `yaml`, with every string quoted that could be read as something else. */
function textOfPackage(data: PlainObject): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      const { value } = node;
      const isText = typeof value === 'string' && /^[A-Za-z/][\w./-]*$/.test(value) && !NOT_TEXT.test(value);
      if (typeof value === 'string' && !isText) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

/** Values of settings: no -0, which no JSON has, and only short keys, because `yaml` marks keys of over 1,024 characters. */
const { object } = fc.letrec<{ value: Plain; object: PlainObject; list: Plain[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('yes', '12', '', 'a: b', '- a', '/opt/x-y.z', 'two\nlines'),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 20 }), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
}));

describe('data as YAML', () => {
  test('has the text that the package yaml writes', () => {
    fc.assert(
      fc.property(object, (data) => {
        expect(yamlText(data)).toBe(textOfPackage(data));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['an empty map', {}, '{}\n'],
    ['a list of maps', { a: [{ b: 1, c: [2] }] }, 'a:\n  - b: 1\n    c:\n      - 2\n'],
    ['a list of lists', { a: [[1, [2]], []] }, 'a:\n  - - 1\n    - - 2\n  - []\n'],
  ])('%s', (_what, data, text) => {
    expect(yamlText(data)).toBe(text);
    expect(textOfPackage(data)).toBe(text);
  });
});
