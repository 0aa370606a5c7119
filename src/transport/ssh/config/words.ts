import { keywordName } from './keywords.ts';

/** A line of ssh_config: its keyword, and its arguments. */
interface Words {
  /** As ssh_config(5) writes it; lower case if Quorate does not know it. */
  readonly keyword: string;
  readonly words: readonly string[];
  /** The text behind the keyword. OpenSSH reads the value of a command, such as that of ProxyCommand, without splitting it. */
  readonly rest: string;
}

/** The start of a Host or Match section. */
export interface ConfigSection extends Words {
  /** `file:line`. */
  readonly at: string;
}

/** A setting of ssh_config, and the sections that must all apply to a host. */
export interface ConfigLine extends Words {
  /** `file:line`. */
  readonly at: string;
  readonly sections: readonly ConfigSection[];
}

/** Splits a line as ssh_config(5) describes it. Undefined for an empty line, a comment, or an unfinished quote. */
export function wordsOf(line: string): Words | undefined {
  const [, keyword, rest = ''] = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+|$)(.*?)\s*$/.exec(line) ?? [];
  const words = splitWords(rest);
  return keyword === undefined || words === undefined
    ? undefined
    : { keyword: keywordName(keyword), words, rest };
}

const WORD =
  /\s*(?<comment>#.*)?(?<word>(?:\\['"\\ ]|\\(?!['"\\ ])|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'\\])*)/y;

/** Splits text at blanks outside quotes, up to a comment. Undefined if a quote is not closed. */
function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  const word = new RegExp(WORD);
  while (word.lastIndex < text.length) {
    const { groups } = word.exec(text) ?? {};
    if (groups?.['comment'] !== undefined) return words;
    if (!groups?.['word']) return undefined;
    words.push(unquoted(groups['word']));
  }
  return words;
}

/** Removes quotes, and backslashes before quotes, backslashes and blanks. */
function unquoted(word: string): string {
  const parts = word.matchAll(/\\(['"\\ ])|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(.)/gs);
  return [...parts]
    .map(
      ([, escaped, double, single, plain]) =>
        plain ?? escaped ?? (double ?? single ?? '').replace(/\\(['"\\])/g, '$1'),
    )
    .join('');
}
