import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { createCheck } from '../../../build/lint/check.ts';
import type { Glossary, Kind } from '../../../build/lint/glossary.ts';
import { GLOSSARY } from '../../../build/lint/glossary.ts';
import { PassageBuilder } from '../../../build/lint/passage.ts';

const glossary: Glossary = {
  placeholder: 'host1',
  terms: [
    { wrong: ['folder', 'folders'], right: 'directory' },
    { wrong: ['--gone'], right: '--lost' },
  ],
  phrases: [
    { id: 'nobody', pattern: '\\b[Nn]obody\\b', message: 'names no host', instead: 'no host' },
    { id: 'what', pattern: '^What\\b', in: ['comment'], message: 'begins a comment', instead: 'a noun' },
    { id: 'in a folder', pattern: 'in a folder', message: 'is both', instead: 'stored' },
  ],
  allow: {
    files: [
      { path: 'src/parse/', rules: ['nobody'], reason: 'parses product output' },
      { path: 'test/cases.ts', reason: 'wrong on purpose' },
    ],
    texts: [{ text: 'no such folder', reason: 'printed by a product' }],
  },
  words: [],
  testWords: [],
};

function found(
  text: string,
  { file = 'src/a.ts', kind = 'comment' }: { file?: string; kind?: Kind } = {},
): readonly string[] {
  const passage = new PassageBuilder(kind).add(text, 100).build();
  return createCheck(glossary)(passage, file).map(({ start, end, rule }) => `${rule} ${start}-${end}`);
}

describe('findings', () => {
  test('reports terms and phrases with their place, in order', () => {
    expect(found('folders of nobody, folder')).toEqual([
      'folders 100-107',
      'nobody 111-117',
      'folder 119-125',
    ]);
  });

  test('matches whole words, and with a capital', () => {
    expect(found('Folder subfolder folder-1 my-folder')).toEqual(['folder 100-106']);
  });

  test('matches flags', () => {
    expect(found('use --gone now, not --gone-by or x--gone')).toEqual(['--gone 104-110']);
  });

  test('reports a phrase instead of a term inside it', () => {
    expect(found('stored in a folder')).toEqual(['in a folder 107-118']);
  });

  test('applies a phrase only to its kinds of text', () => {
    expect(found('What')).toEqual(['what 100-104']);
    expect(found('What', { kind: 'string' })).toEqual([]);
  });

  test('names the phrase and the replacement', () => {
    const passage = new PassageBuilder('string').add('asks nobody', 0).build();
    expect(createCheck(glossary)(passage, 'src/a.ts')[0]?.message).toBe(
      '“nobody” names no host; write: no host',
    );
  });
});

describe('allowed', () => {
  test('some phrases in some files', () => {
    expect(found('nobody in the folder', { file: 'src/parse/a.ts' })).toEqual(['folder 114-120']);
    expect(found('nobody in the folder', { file: 'test/cases.ts' })).toEqual([]);
  });

  test('quoted text', () => {
    expect(found('fails with "no such folder": a folder')).toEqual(['folder 131-137']);
  });
});

test('the phrases are valid expressions with distinct names', () => {
  const names = GLOSSARY.phrases.map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
  for (const { pattern } of GLOSSARY.phrases) expect(() => new RegExp(pattern)).not.toThrow();
});

test('every allowed file exists', () => {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
  const unused = GLOSSARY.allow.files.filter(({ path }) => !files.some((file) => file.includes(path)));
  expect(unused).toEqual([]);
});

test('no replacement contains a wrong term or phrase', () => {
  const check = createCheck(GLOSSARY);
  const texts = GLOSSARY.terms.map(({ right }) => right);
  const wrong = texts.flatMap((text) =>
    check(new PassageBuilder('string').add(text, 0).build(), 'docs/x.md'),
  );
  expect(wrong).toEqual([]);
});
