import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Node, Scalar, YAMLError } from 'yaml';
import type { Finding } from './problems.ts';
import { deref } from './source.ts';
import type { Source, Span } from './source.ts';

const PLAIN_TAGS = /^tag:yaml\.org,2002:(str|int|bool|float|null|map|seq)$/;
/** What older YAML readers, and most people, take for true and false; YAML 1.2 does not. */
export const YES_OR_NO = /^(?:yes|no|on|off|y|n)$/i;

const EXPLAINED: Readonly<Record<string, Pick<Finding, 'what' | 'why' | 'next'>>> = {
  DUPLICATE_KEY: { what: 'this key is there twice', next: 'keep one of the two' },
  TAB_AS_INDENT: { what: 'a tab where YAML wants spaces', next: 'indent with spaces' },
  MULTIPLE_DOCS: {
    what: 'a second document begins here (---)',
    next: 'an inventory is one document: one file for each cluster',
  },
  BAD_INDENT: {
    what: 'this line is indented in a way that does not fit',
    next: 'align it with its neighbours',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'a second ": " in one line, or a line indented too far',
    next: 'quote a value that has ": " in it; align the keys of a map',
  },
  MULTILINE_IMPLICIT_KEY: {
    what: 'a key without a value',
    next: 'a space must follow the colon: "key: value"',
  },
  NON_STRING_KEY: { what: 'a key must be a word' },
};

/** What the YAML itself has wrong, in words for people who do not know its grammar. */
export function syntaxFindings({ document }: Source): readonly Finding[] {
  return document.errors.map(explain);
}

function explain(error: YAMLError): Finding {
  const span: Span = [error.pos[0], error.pos[1]];
  const known = EXPLAINED[error.code];
  if (known) return { at: { span }, ...known };
  if (error.code === 'BAD_SCALAR_START')
    return { at: { span }, what: 'a value cannot begin with this character', next: 'put it in quotes' };
  // Of the parser's own words the first line only: later ones may quote the text.
  return { at: { span }, what: `not valid YAML: ${error.message.split('\n')[0]?.slice(0, 60)}` };
}

/**
 * What is valid YAML and yet not what was meant, or no plain data: tags, anchors that hold themselves, merges of
 * what is no map, numbers that lose digits, and `yes` or `no` in an overlay, which nothing else would notice.
 */
export function trapFindings(source: Source): readonly Finding[] {
  const findings: Finding[] = [];
  walk(source.document.contents, { source, findings, above: [], overlay: false });
  return findings;
}

interface Walk {
  readonly source: Source;
  readonly findings: Finding[];
  readonly above: readonly Node[];
  /** Within a `config`, whose values no schema knows. */
  readonly overlay: boolean;
}

function walk(node: Node | null, at: Walk): void {
  if (node === null) return;
  const say = (what: string, next: string) => at.findings.push({ at: { span: spanOf(node) }, what, next });
  if (isAlias(node)) {
    const target = deref(at.source.document, node);
    if (!target) say(`there is no anchor &${node.source} above`, 'put the anchor before its use');
    else if (at.above.includes(target)) say(`*${node.source} contains itself`, 'write the values out');
    return;
  }
  if (node.tag !== undefined && !PLAIN_TAGS.test(node.tag))
    say('tags (!…) have no meaning here', 'leave it out, or quote the value');
  if (isScalar(node)) return scalarTraps(node, at, say);
  if (!isCollection(node)) return;
  const below = { ...at, above: [...at.above, node] };
  for (const item of node.items) {
    if (!isPair(item)) walk(item as Node, below);
    else walkPair(item.key as Scalar, item.value as Node | null, below);
  }
}

function walkPair(key: Scalar, value: Node | null, at: Walk): void {
  if (key.value === '<<' && !mergeable(value, at.source))
    at.findings.push({
      at: { span: spanOf(key) },
      what: '<< merges maps only',
      next: 'write <<: *anchor-of-a-map',
    });
  if (key.value === '__proto__')
    at.findings.push({ at: { span: spanOf(key) }, what: '__proto__ cannot be a key', next: 'leave it out' });
  walk(value, { ...at, overlay: at.overlay || key.value === 'config' });
}

function mergeable(value: Node | null, source: Source): boolean {
  const node = deref(source.document, value);
  if (isSeq(node)) return node.items.every((item) => isMap(deref(source.document, item as Node)));
  return isMap(node);
}

function scalarTraps(node: Scalar, at: Walk, say: (what: string, next: string) => void): void {
  if (node.type !== 'PLAIN') return;
  const text = node.source ?? '';
  if (at.overlay && YES_OR_NO.test(text))
    say(`"${text}" is text in YAML 1.2, not true or false`, `write true or false, or '${text}' in quotes`);
  if (typeof node.value !== 'number') return;
  if (/^[-+]?0\d/.test(text) || !Number.isFinite(node.value) || unsafe(node.value))
    say('this number would lose digits: YAML reads another one', 'put it in quotes');
}

const unsafe = (value: number): boolean => Number.isInteger(value) && !Number.isSafeInteger(value);

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return [start, end];
}
