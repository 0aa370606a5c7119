import ts from 'typescript';

interface FoundComment {
  readonly position: number;
  /** The name that the comment describes, as `[name]`, and the words of the comment. */
  readonly words: string;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The comments of a source. Line comments on consecutive lines are one comment. */
export function commentsIn(text: string): readonly FoundComment[] {
  return commentRanges(text).map(({ start, end }) => {
    const words = text
      .slice(start, end)
      .replace(/\s*\*\/$|^\s*\/\*\*?|^\s*\/\/|^\s*\* ?/gm, '')
      .replace(/\s+/g, ' ');
    return { position: start, words: `${nameAfter(text.slice(end))}${words.trim()}` };
  });
}

function commentRanges(text: string): readonly Range[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const ranges: Range[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
    if (!isLine && kind !== ts.SyntaxKind.MultiLineCommentTrivia) continue;
    const range = { start: scanner.getTokenStart(), end: scanner.getTokenEnd() };
    const isUrl = text[range.start - 1] === ':';
    const last = ranges.at(-1);
    if (isLine && last && isNextLine(text, last, range))
      ranges[ranges.length - 1] = { ...range, start: last.start };
    else if (!isUrl) ranges.push(range);
  }
  return ranges;
}

/** True if a line comment ends on the line before, with only spaces between the two. */
function isNextLine(text: string, before: Range, { start }: Range): boolean {
  return text.startsWith('//', before.start) && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(before.end, start));
}

/** The name that is declared right after a comment, as `[name] `. */
function nameAfter(code: string): string {
  const declared =
    /^\s*(?:(?:export|async|default|abstract|readonly|const|function\*?|class|interface|type|let) )*\|? ?([\w$]+)/.exec(
      code,
    );
  return declared ? `[${declared[1]}] ` : '';
}
