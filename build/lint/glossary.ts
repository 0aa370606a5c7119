import { readFileSync } from 'node:fs';

/** Comments, string literals and templates of code, and paragraphs of documents. */
export type Kind = 'comment' | 'string' | 'document';

interface Term {
  readonly wrong: readonly string[];
  readonly right: string;
}

interface Phrase {
  readonly id: string;
  /** A regular expression, case-sensitive. */
  readonly pattern: string;
  /** Kinds of text to check; all by default. */
  readonly in?: readonly Kind[];
  /** Why the phrase is wrong; continues the sentence that starts with the phrase. */
  readonly message: string;
  readonly instead: string;
}

/** Files, given by a part of their path, in which findings are allowed: only of these terms and phrases, if given. */
interface AllowedFile {
  readonly path: string;
  readonly rules?: readonly string[];
  readonly reason: string;
}

/** Quoted text, such as the output of a product. Findings inside it are allowed everywhere. */
interface AllowedText {
  readonly text: string;
  readonly reason: string;
}

export interface Glossary {
  /** Stands for the value of a placeholder in a template, and for code in a document. */
  readonly placeholder: string;
  readonly terms: readonly Term[];
  readonly phrases: readonly Phrase[];
  readonly allow: { readonly files: readonly AllowedFile[]; readonly texts: readonly AllowedText[] };
  /** Words that the spell checker accepts. */
  readonly words: readonly string[];
  /** Words that the spell checker accepts in tests: misspelled input, parts of certificates. */
  readonly testWords: readonly string[];
}

export const GLOSSARY = JSON.parse(
  readFileSync(new URL('glossary.json', import.meta.url), 'utf8'),
) as Glossary;
