import { expect, test } from '@jest/globals';
import { commentsIn } from '../../../build/lint/comments-in.ts';

const wordsIn = (...lines: readonly string[]) => commentsIn(lines.join('\n')).map(({ words }) => words);

test('line comments on consecutive lines are one comment', () => {
  expect(wordsIn('  // The first line', '  // continues here.', 'const size = 1;')).toEqual([
    '[size] The first line continues here.',
  ]);
});

test('line comments with code or an empty line between them are separate', () => {
  expect(wordsIn('// one', 'let a = 1; // two', '', '// three', 'let b;')).toEqual([
    '[a] one',
    'two',
    '[b] three',
  ]);
});

test('a block comment is one comment, without its stars, and a URL is none', () => {
  expect(wordsIn('/**', ' * Two', ' * lines.', ' */', 'export function f() { return `http://x`; }')).toEqual([
    '[f] Two lines.',
  ]);
});
