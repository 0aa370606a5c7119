import cspell from '@cspell/eslint-plugin';
import type { Linter } from 'eslint';
import { proseRule } from './eslint-rule.ts';
import { GLOSSARY } from './glossary.ts';

/** ESLint configuration that checks terms, phrases and spelling in code. */
export function proseConfig(): Linter.Config[] {
  return [
    {
      files: CODE_FILES,
      plugins: { '@cspell': cspell, quorate: { rules: { prose: proseRule } } },
      rules: {
        'quorate/prose': 'error',
        '@cspell/spellchecker': ['error', spelling(GLOSSARY.words)],
      },
    },
    {
      files: ['test/**/*.ts'],
      rules: {
        '@cspell/spellchecker': ['error', spelling([...GLOSSARY.words, ...GLOSSARY.testWords])],
      },
    },
  ];
}

const CODE = ['src', 'test', 'bench', 'build'];

/** Patterns of all code, including the configuration files in the root directory. */
export const CODE_FILES = ['ts', 'js', 'cjs'].flatMap((type) =>
  ['*', ...CODE.map((directory) => `${directory}/**/*`)].map((pattern) => `${pattern}.${type}`),
);

/** `\n` in a literal is not part of the word after it. */
const ESCAPES = '/\\\\[nrt]/g';

/** Quoted text, as patterns of the spell checker. */
const QUOTES = GLOSSARY.allow.texts.map(({ text }) => `/${text.replace(/[\\/.*+?^${}()|[\]]/g, '\\$&')}/g`);

function spelling(words: readonly string[]) {
  return {
    generateSuggestions: false,
    numSuggestions: 0,
    cspell: { language: 'en-US', words: [...words], ignoreRegExpList: [ESCAPES, ...QUOTES] },
  };
}
