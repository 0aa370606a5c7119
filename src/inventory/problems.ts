import type { Node } from 'yaml';
import type { Problem } from '../errors/errors.ts';
import { maskLine } from './mask-line.ts';
import { nodeAt } from './yaml/source.ts';
import type { YamlPath, YamlSource, Span } from './yaml/source.ts';

/** Something wrong in an inventory, at a path (its key, or its value) or at a place in the text. */
export interface InventoryFinding {
  readonly at: YamlPath | { readonly span: Span };
  readonly part?: 'key';
  readonly what: string;
  readonly why?: string;
  readonly next?: string;
}

const EXCERPT = 74;
/** What concerns the whole file has a place in it, and no line to show. */
const WHOLE: Span = [0, 0];

/** Findings with file, line, column, the line itself and a caret; in the order of the file, each once. */
export function toProblems(source: YamlSource, findings: readonly InventoryFinding[]): readonly Problem[] {
  const placed = findings.map((finding) => ({ finding, span: spanOf(source, finding) }));
  const unique = new Map(placed.map((item) => [`${item.span[0]} ${item.finding.what}`, item]));
  return [...unique.values()]
    .sort((a, b) => a.span[0] - b.span[0])
    .map(({ finding, span }) => ({
      where: whereOf(source, span),
      what: finding.what,
      ...(finding.why === undefined ? {} : { why: finding.why }),
      ...(finding.next === undefined ? {} : { next: finding.next }),
      ...excerptOf(source, span),
    }));
}

/** Fixes a finding to its place in the text, before the document is repaired and paths no longer lead there. */
export function pinToText(source: YamlSource, finding: InventoryFinding): InventoryFinding {
  return { ...finding, at: { span: spanOf(source, finding) } };
}

/** A finding as one line with its place, for warnings. */
export function warningLine(source: YamlSource, finding: InventoryFinding): string {
  const text = `${locationOf(source, finding)}: ${finding.what}`;
  return finding.next === undefined ? text : `${text}: ${finding.next}`;
}

/** `inventory.yaml:7:3` */
export function locationOf(source: YamlSource, finding: Pick<InventoryFinding, 'at' | 'part'>): string {
  return whereOf(source, spanOf(source, finding));
}

function whereOf(source: YamlSource, span: Span): string {
  const { line, col } = positionOf(source, span[0]);
  return `${source.file}:${line}:${col}`;
}

function spanOf(source: YamlSource, { at, part }: Pick<InventoryFinding, 'at' | 'part'>): Span {
  if ('span' in at) return at.span;
  if (at.length === 0) return WHOLE;
  const { key, value } = nodeAt(source.document, at);
  const node: Node | undefined = part === 'key' ? (key ?? value) : (value ?? key);
  const [start, end] = node?.range ?? [0, 0];
  // An empty value stands nowhere: its key is what a person looks for.
  return start === end && key?.range ? [key.range[0], key.range[1]] : [start, end];
}

function positionOf(source: YamlSource, offset: number): { readonly line: number; readonly col: number } {
  const { line, col } = source.lines.linePos(offset);
  return { line: Math.max(1, line), col: Math.max(1, col) };
}

/** The line with a caret below the place; a value that is a secret is masked, a long line shown in part. */
function excerptOf(source: YamlSource, span: Span): { readonly lines?: readonly string[] } {
  if (span[1] === 0) return {};
  const { line, col } = positionOf(source, span[0]);
  const all = source.text.split('\n');
  const raw = (all[line - 1] ?? '').replace(/\r$/, '').replaceAll('\t', ' ');
  const text = maskLine(raw, all[line - 2] ?? '');
  if (text.trim() === '') return {};
  const width = Math.max(1, Math.min(span[1] - span[0], text.length - col + 1));
  const from = col + width > EXCERPT ? Math.max(0, Math.min(col - 20, text.length - EXCERPT)) : 0;
  const shown = text.slice(from, from + EXCERPT).trimEnd();
  const caret = '^' + '~'.repeat(Math.max(0, Math.min(width, shown.length - (col - 1 - from)) - 1));
  return { lines: [shown, ' '.repeat(Math.max(0, col - 1 - from)) + caret] };
}
