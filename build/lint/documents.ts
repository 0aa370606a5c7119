import { readFileSync } from 'node:fs';
import { TextlintKernel } from '@textlint/kernel';
import { moduleInterop } from '@textlint/module-interop';
import markdown from '@textlint/textlint-plugin-markdown';
import { spellCheckDocument } from 'cspell-lib';
import terminology from 'textlint-rule-terminology';
import { Lexer } from 'yaml';
import { check } from './check.ts';
import { GLOSSARY } from './glossary.ts';
import { addLiteral, PassageBuilder } from './passage.ts';
import type { Passage } from './passage.ts';
import { phrases } from './textlint-rule.ts';

export interface DocumentFinding {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Checks terms, phrases and spelling of a Markdown file, of the comments of a YAML file, or of the descriptions in a JSON schema. */
export async function checkDocument(file: string): Promise<readonly DocumentFinding[]> {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.md')) return [...(await checkMarkdown(text, file)), ...(await spelling(text, file))];
  const passages = file.endsWith('.json') ? descriptions(text) : yamlComments(text);
  const found = passages.flatMap((passage) => check(passage, file));
  return [
    ...found.map(({ start, message }) => ({ ...place(text, start), message })),
    ...(await spelling(only(text, passages), file)),
  ];
}

const kernel = new TextlintKernel();

async function checkMarkdown(text: string, file: string): Promise<readonly DocumentFinding[]> {
  const { messages } = await kernel.lintText(text, {
    filePath: file,
    ext: '.md',
    plugins: [{ pluginId: 'markdown', plugin: moduleInterop(markdown) }],
    rules: [
      { ruleId: 'terminology', rule: terminology, options: { defaultTerms: false, terms: TERMS, skip: [] } },
      { ruleId: 'phrases', rule: phrases, options: { file } },
    ],
  });
  return messages.map(({ loc, message }) => ({ ...loc.start, message }));
}

/** The terms of the glossary as the terminology rule takes them. */
const TERMS = GLOSSARY.terms.flatMap(({ wrong, right }) => wrong.map((term) => [term, right]));

async function spelling(text: string, file: string): Promise<readonly DocumentFinding[]> {
  const { issues } = await spellCheckDocument(
    { uri: file, text, languageId: 'markdown' },
    { generateSuggestions: false, noConfigSearch: true },
    { language: 'en-US', words: [...GLOSSARY.words] },
  );
  return issues.map(({ offset, text: word }) => ({
    ...place(text, offset),
    message: `Unknown word: "${word}"`,
  }));
}

function yamlComments(text: string): readonly Passage[] {
  const passages: PassageBuilder[] = [];
  let offset = 0;
  let last = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#')) {
      const continues = /^\n[ \t]*$/.test(last);
      if (!continues) passages.push(new PassageBuilder('comment'));
      passages
        .at(-1)
        ?.space(offset)
        .add(token.slice(1), offset + 1);
      last = '';
    } else last += token;
    if (!/^[\x02\x18\x1f\ufeff]$/.test(token)) offset += token.length;
  }
  return passages.map((passage) => passage.build());
}

function descriptions(text: string): readonly Passage[] {
  const strings = text.matchAll(/("(?:description|title|patternErrorMessage)":\s*")((?:[^"\\]|\\.)*)"/g);
  return [...strings].map(({ index, 1: key = '', 2: value = '' }) => {
    const builder = new PassageBuilder('string');
    addLiteral(builder, value, index + key.length);
    return builder.build();
  });
}

/** Blanks everything outside the passages. */
function only(text: string, passages: readonly Passage[]): string {
  const inside = new Set(passages.flatMap(({ offsets }) => offsets));
  return [...text].map((character, i) => (inside.has(i) || character === '\n' ? character : ' ')).join('');
}

function place(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
