import fc from 'fast-check';

/** Characters with a meaning in YAML, words with a meaning in inventories, and arbitrary text. */
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
    'external',
    'ssh',
    'password',
    'config',
    'become',
    '&a ',
    '*a',
    '!!set ',
    '__proto__: 1',
    '127.0.0.1',
    'fd00::1',
    '5.0.5-dev',
  ),
  fc.string({ maxLength: 6 }),
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insertion });

/** Edits like those of a person in a hurry. */
export const textEdits = fc.array(edit, { minLength: 1, maxLength: 3 });

export function editText(
  text: string,
  edits: readonly { at: number; remove: number; insertion: string }[],
): string {
  return edits.reduce((before, { at, remove, insertion: added }) => {
    const offset = Math.floor(at * before.length);
    return before.slice(0, offset) + added + before.slice(offset + remove);
  }, text);
}
