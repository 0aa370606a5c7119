import type { YAMLError } from 'yaml';
import type { InventoryFinding } from '../problems.ts';
import type { YamlSource, Span } from './source.ts';

type Words = Pick<InventoryFinding, 'what' | 'next'>;

const STUCK_DASH: Words = {
  what: 'a dash without a space behind it',
  next: 'write "- " before an item of a list',
};

const EXPLAINED: Readonly<Record<string, Words>> = {
  BAD_SCALAR_START: { what: 'a value cannot begin with this character', next: 'put it in quotes' },
  BAD_DQ_ESCAPE: { what: 'a backslash has a meaning in double quotes', next: 'use single quotes' },
  TAB_AS_INDENT: { what: 'a tab where YAML wants spaces', next: 'indent with spaces' },
  MULTIPLE_DOCS: {
    what: 'a second document begins here (---)',
    next: 'an inventory is one document: one file for each cluster',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'a second ": " in one line, or a line indented too far',
    next: 'quote a value that has ": " in it; align the keys of a map',
  },
  MULTILINE_IMPLICIT_KEY: {
    what: 'a key without a value',
    next: 'a space must follow the colon: "key: value"',
  },
  UNEXPECTED_TOKEN: {
    what: 'this does not belong here',
    next: 'look at it and at the line above: a bracket, a quote or an indent too many',
  },
  NON_STRING_KEY: { what: 'a key must be a word', next: 'write "key: value"' },
};

/** What the YAML itself has wrong, in words for people who do not know its grammar; one finding for each place. */
export function syntaxFindings({ document, text }: YamlSource): readonly InventoryFinding[] {
  const places = new Map<number, InventoryFinding>();
  for (const error of document.errors) {
    const span: Span = [error.pos[0], error.pos[1]];
    const dash = stuckDash(text, span[0]);
    const finding = dash ? { at: { span: dash }, ...STUCK_DASH } : explain(error, text, span);
    if (!places.has(span[0])) places.set(span[0], finding);
    // From here on the parser has lost its way: whatever else it says is a consequence.
    if (dash || error.code === 'UNEXPECTED_TOKEN') break;
  }
  return [...places.values()];
}

/** `-{ name: db1 }` or `-name: db1` in the line of an error. */
function stuckDash(text: string, offset: number): Span | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, indent] = /^( *)-[^\s-]/.exec(text.slice(start)) ?? [];
  return indent === undefined ? undefined : [start + indent.length, start + indent.length + 2];
}

function explain({ code, message }: YAMLError, text: string, [start, end]: Span): InventoryFinding {
  const at = { span: [start, end] } as const;
  if (code === 'DUPLICATE_KEY') {
    const key = /^["']?([\w-]+)["']?/.exec(text.slice(start)) ?? ['', ''];
    const whole = { span: [start, start + key[0].length] } as const;
    return { at: whole, what: `"${key[1]}" is there twice`, next: 'keep one of the two' };
  }
  return { at, ...(EXPLAINED[code] ?? byMessage(message)) };
}

/** Of the parser's own words only those before a colon or line end: what follows may quote the text. */
function byMessage(message: string): Words {
  if (/^Missing closing .quote/.test(message))
    return { what: 'a quote is opened and never closed', next: 'look further up for the opening quote' };
  if (/^Implicit (map )?keys? need/.test(message))
    return { what: 'a line that is no "key: value"', next: 'add the colon and a value' };
  if (/^All .* items must start at the same column/.test(message))
    return { what: 'this line begins further left or right than its neighbours', next: 'align it with them' };
  if (/^Flow (map|sequence)/.test(message))
    return {
      what: 'a { or [ further up is not closed',
      next: 'close it, or align this line with its neighbours',
    };
  return {
    what: `not valid YAML: ${message.split(/[:\n]/)[0]}`,
    next: 'compare with inventories/example.yaml',
  };
}
