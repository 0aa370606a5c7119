import { afterAll, describe, it } from '@jest/globals';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { proseRule } from '../../../build/lint/eslint-rule.ts';

Object.assign(RuleTester, { afterAll, describe, it, itOnly: it.only });

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });
const filename = 'src/example.ts';
const finds = (
  code: string,
  ...messages: readonly (RegExp | { message: RegExp; line: number; column: number })[]
) => ({
  code,
  filename,
  errors: messages.map((expected) => (expected instanceof RegExp ? { message: expected } : expected)),
});

tester.run('prose', proseRule, {
  valid: [
    ...[
      '/** Returns the member that answers. */',
      '// True if the host is up.',
      'const text = "no host is reachable";',
      'const text = `host ${name} is down`;',
      // A name that contains a wrong word.
      'const host = "laptop-7";',
      'const header = "keep-alive";',
      // Only at the beginning of a comment.
      '// Returns false. It is called twice.',
      '// The question is answered: Is it up?',
      'import { folder } from "./folder.ts";',
      'export * from "./folder.ts";',
      'const folder = 1;',
      'const text = /folder/;',
      // Separate comments.
      '// it hands\n\n// over',
      'const x = 1; // it hands\nconst y = 2; // over',
    ].map((code) => ({ code, filename })),
    { code: '// What is in an allowed file', filename: 'test/unit/lint/example.ts' },
  ],
  invalid: [
    finds('// The folder of the run.', /“folder” is not the term; write: directory/),
    finds('/* Folders of the run. */', /“Folders” is not the term/),
    finds('// What it returns.', /begins a comment with “What”/),
    finds('/** What it returns. */', { message: /“What”/, line: 1, column: 5 }),
    finds('/**\n * Does it run?\n */', { message: /question/, line: 2, column: 4 }),
    finds('/** Asks whom it may. */', /“whom” does not name/),
    finds('// it hands\n// the lead over', {
      message: /“hands the lead over” is not the term/,
      line: 1,
      column: 7,
    }),
    finds('/**\n * It hands\n * over.\n */', /“It”/, /“hands over”/),
    finds('const text = "the host is well";', { message: /“is well” is not the term/, line: 1, column: 24 }),
    finds('const text = "host\\nis well";', { message: /“is well”/, line: 1, column: 21 }),
    finds('const text = `${host} is well, ${other}`;', { message: /“is well”/, line: 1, column: 23 }),
    finds('const text = `member ${host} is no member`;', /“1 is no member” is not idiomatic/),
    finds(
      'const text = "the lock is " + "given back";',
      /“lock is given back” is not the term; write: release/,
    ),
    finds('const text = "the locks of " + host + " are dead";', /“are dead”/),
    finds('type Mark = "sealed" | "up-to-date";', /“sealed” is not the term/),
    finds('const hint = "is the password right?";', /makes a question of a hint/),
    finds('test("a folder is told", run);', /“folder”/, /“is told”/),
  ],
});
