import { GLOSSARY } from './glossary.ts';
import type { Glossary, Kind } from './glossary.ts';
import type { Passage } from './passage.ts';

/** A wrong term or phrase, with its place in the source. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  /** `id` of the phrase, or the wrong term. */
  readonly rule: string;
  readonly message: string;
}

interface Pattern {
  readonly rule: string;
  readonly expression: RegExp;
  readonly kinds: readonly Kind[];
  readonly advice: string;
}

interface Match {
  readonly pattern: Pattern;
  readonly from: number;
  readonly to: number;
}

const ALL: readonly Kind[] = ['comment', 'string', 'document'];

export type Check = (passage: Passage, file: string) => readonly Finding[];

/** Compiles the glossary into a function that checks one passage of a file (path relative to the repository). */
export function createCheck(glossary: Glossary, { terms = true } = {}): Check {
  const phrases = glossary.phrases.map(({ id, pattern, message, instead, in: kinds = ALL }) => {
    return { rule: id, expression: new RegExp(pattern, 'g'), kinds, advice: `${message}; write: ${instead}` };
  });
  const patterns = terms ? [...phrases, ...termPatterns(glossary)] : phrases;
  return (passage, file) => {
    const allowed = allowedRules(glossary, file);
    const found = patterns
      .filter(({ rule, kinds }) => kinds.includes(passage.kind) && !allowed(rule))
      .flatMap((pattern) => matches(passage.text, pattern));
    const quotes = quoted(glossary, passage.text);
    return distinct(found)
      .filter((match) => !quotes.some((quote) => quote.from <= match.from && match.to <= quote.to))
      .map((match) => describe(passage, match));
  };
}

export const check = createCheck(GLOSSARY);

/** A term is matched as a whole word, also with a capital; `-` and `_` belong to a word, because they occur in names. */
function termPatterns({ terms }: Glossary): readonly Pattern[] {
  return terms.flatMap(({ wrong, right }) =>
    wrong.map((term) => {
      const first = term.charAt(0);
      const text = `[${first.toUpperCase()}${first.replace('-', '\\-')}]${term.slice(1)}`;
      const expression = new RegExp(`(?<![\\w-])${text}(?![\\w-])`, 'g');
      return { rule: term, expression, kinds: ALL, advice: `is not the term; write: ${right}` };
    }),
  );
}

function matches(text: string, pattern: Pattern): readonly Match[] {
  return [...text.matchAll(pattern.expression)].map((match) => {
    const lead = match[0].length - match[0].trimStart().length;
    return { pattern, from: match.index + lead, to: match.index + match[0].trimEnd().length };
  });
}

/** Keeps the first of overlapping matches; phrases come before terms. */
function distinct(found: readonly Match[]): readonly Match[] {
  const kept: Match[] = [];
  for (const match of found) {
    if (!kept.some(({ from, to }) => match.from < to && from < match.to)) kept.push(match);
  }
  return kept.sort((a, b) => a.from - b.from);
}

function describe({ text, offsets }: Passage, { pattern, from, to }: Match): Finding {
  const last = offsets[to - 1] ?? 0;
  return {
    start: offsets[from] ?? last,
    end: last + 1,
    rule: pattern.rule,
    message: `“${text.slice(from, to)}” ${pattern.advice}`,
  };
}

function allowedRules({ allow }: Glossary, file: string): (rule: string) => boolean {
  const entries = allow.files.filter(({ path }) => file.includes(path));
  return (rule) => entries.some(({ rules }) => rules?.includes(rule) ?? true);
}

function quoted({ allow }: Glossary, text: string): readonly Omit<Match, 'pattern'>[] {
  return allow.texts.flatMap((quote) => {
    const from = text.indexOf(quote.text);
    return from < 0 ? [] : [{ from, to: from + quote.text.length }];
  });
}
