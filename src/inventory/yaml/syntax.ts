import type { YAMLError } from 'yaml';
import type { InventoryFinding } from '../problems.ts';
import type { YamlSource, Span } from './source.ts';

type Explanation = Pick<InventoryFinding, 'what' | 'next'>;

const STUCK_DASH: Explanation = {
  what: 'a dash without a space after it',
  next: 'write "- " before a list item',
};

const NO_COLON: Explanation = { what: 'a colon is missing', next: 'write "key: value"' };

const NO_SPACE: Explanation = {
  what: 'no space after the colon',
  next: 'write a space after the colon: "key: value"',
};

const BARE_RANGE: Explanation = {
  what: 'a range without quotes inside { } or [ ]',
  next: 'put the value in quotes, such as "db[1-3]"',
};

const EXPLAINED: Readonly<Record<string, Explanation>> = {
  BAD_SCALAR_START: { what: 'a value cannot start with this character', next: 'put it in quotes' },
  BAD_DQ_ESCAPE: {
    what: 'a backslash starts an escape sequence in double quotes',
    next: 'use single quotes',
  },
  TAB_AS_INDENT: { what: 'a tab in place of spaces', next: 'indent with spaces' },
  MULTIPLE_DOCS: {
    what: 'a second document starts here (---)',
    next: 'write each cluster into its own file',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'a second ": " on one line, or a line indented too far',
    next: 'quote a value that contains ": ", and align the keys of a map',
  },
  UNEXPECTED_TOKEN: {
    what: 'unexpected text',
    next: 'check this line and the line above for an extra bracket, quote or indent',
  },
  NON_STRING_KEY: { what: 'a key must be text', next: 'write "key: value"' },
};

/** Returns the syntax errors of a YAML text, explained without terms of the YAML grammar. One finding per place. */
export function syntaxFindings({ document, text }: YamlSource): readonly InventoryFinding[] {
  const places = new Map<number, InventoryFinding>();
  for (const error of document.errors) {
    const span: Span = [error.pos[0], error.pos[1]];
    const dash = stuckDash(text, span[0]);
    const finding = dash ? { at: { span: dash }, ...STUCK_DASH } : explain(error, text, span);
    if (!places.has(span[0])) places.set(span[0], finding);
    // Later errors are consequences of this one.
    if (dash || error.code === 'UNEXPECTED_TOKEN') break;
  }
  return [...places.values()];
}

/** Finds `-{ name: db1 }` or `-name: db1` in the line of an error. */
function stuckDash(text: string, offset: number): Span | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, indent] = /^( *)-[^\s-]/.exec(text.slice(start)) ?? [];
  return indent === undefined ? undefined : [start + indent.length, start + indent.length + 2];
}

function explain({ code, message }: YAMLError, text: string, [start, end]: Span): InventoryFinding {
  const at = { span: [start, end] } as const;
  if (code === 'UNEXPECTED_TOKEN' && /^\[\d+-\d+\]/.test(text.slice(start))) return { at, ...BARE_RANGE };
  if (code === 'DUPLICATE_KEY') {
    const key = /^["']?([\w-]+)["']?/.exec(text.slice(start)) ?? ['', ''];
    const whole = { span: [start, start + key[0].length] } as const;
    return { at: whole, what: `duplicate key "${key[1]}"`, next: 'remove one of the two' };
  }
  if (code === 'MULTILINE_IMPLICIT_KEY')
    return { at, ...(text.slice(start, end).includes(':') ? NO_SPACE : NO_COLON) };
  return { at, ...(EXPLAINED[code] ?? byMessage(message)) };
}

/** Uses the parser's message only up to a colon or the end of the line, because the rest may quote the text. */
function byMessage(message: string): Explanation {
  if (/^Missing closing .quote/.test(message))
    return { what: 'a quote is not closed', next: 'check for an opening quote further up' };
  if (/^Implicit (map )?keys? need/.test(message))
    return { what: 'a line that is not "key: value"', next: 'add the colon and a value' };
  if (/^All .* items must start at the same column/.test(message))
    return { what: 'this line starts further left or right than its neighbors', next: 'align it with them' };
  if (/^Flow (map|sequence)/.test(message))
    return {
      what: 'a { or [ further up is not closed',
      next: 'close it, or align this line with its neighbors',
    };
  return {
    what: `not valid YAML: ${message.split(/[:\n]/)[0]}`,
    next: 'compare with inventories/example.yaml',
  };
}
