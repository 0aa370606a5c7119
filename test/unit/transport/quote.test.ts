import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quote } from '../../../src/transport/ssh/quote.ts';

const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom("'", '"', '$', '`', '\\', '\n', ' ', '!', '-', '*', '~') }),
  )
  .map((s) => s.replaceAll('\0', ''));

test.each([['dash'], ['bash'], ['busybox', 'sh']])(
  '%s reads every quoted text unchanged',
  (shell, ...args) => {
    const property = fc.property(fc.array(text, { minLength: 20, maxLength: 40 }), (texts) => {
      const line = texts.map((one) => `printf '%s\\0' ${quote(one)}`).join('\n');
      const said = execFileSync(shell, [...args, '-c', line], { encoding: 'utf8' });
      expect(said.split('\0').slice(0, -1)).toEqual(texts.map((one) => Buffer.from(one).toString()));
    });
    fc.assert(property, { numRuns: 15 });
  },
);

test('plain words stay readable', () => {
  expect(['/etc/quorate/node.key', 'a@b.c:22', '--help=x', '', 'two words'].map(quote)).toEqual([
    '/etc/quorate/node.key',
    'a@b.c:22',
    '--help=x',
    "''",
    "'two words'",
  ]);
});

test('a NUL byte is an error, because an argument cannot contain it', () => {
  expect(() => quote('a\0b')).toThrow('NUL');
});
