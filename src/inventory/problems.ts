import type { Node } from 'yaml';
import type { Problem } from '../errors/errors.ts';
import { maskLine } from './mask-line.ts';
import { nodeAt, partAt } from './yaml/source.ts';
import type { YamlPath, YamlSource, Span } from './yaml/source.ts';

/** A fault in an inventory: at a path (its key or its value), or at a span of the text. */
export interface InventoryFinding {
  readonly at: YamlPath | { readonly span: Span };
  readonly part?: 'key';
  readonly what: string;
  readonly why?: string;
  readonly next?: string;
  /** Left out if another finding has the same place, because that one explains what to write. */
  readonly minor?: true;
}

const EXCERPT = 74;
/** The span of a finding about the whole file. No line is quoted for it. */
const WHOLE_FILE: Span = [0, 0];

/** Returns findings with file, line, column, the line itself and a caret, in the order of the file, without duplicates. */
export function toProblems(source: YamlSource, findings: readonly InventoryFinding[]): readonly Problem[] {
  const placed = findings.map((finding) => ({ finding, span: spanOf(source, finding) }));
  const major = new Set(placed.flatMap(({ finding, span }) => (finding.minor ? [] : [span[0]])));
  const printed = placed.filter(({ finding, span }) => !finding.minor || !major.has(span[0]));
  const unique = new Map(printed.map((item) => [`${item.span[0]} ${item.finding.what}`, item]));
  return [...unique.values()]
    .sort((a, b) => a.span[0] - b.span[0])
    .map(({ finding, span }) => toProblem(source, finding, span));
}

function toProblem(source: YamlSource, { what, why, next }: InventoryFinding, span: Span): Problem {
  return {
    where: whereOf(source, span),
    what,
    ...(why === undefined ? {} : { why }),
    ...(next === undefined ? {} : { next }),
    ...excerptOf(source, span),
  };
}

/** Replaces the path of a finding with its span, because a repair of the document may change the path. */
export function pinToText(source: YamlSource, finding: InventoryFinding): InventoryFinding {
  return { ...finding, at: { span: spanOf(source, finding) } };
}

/** Returns a finding as one line with its location, for warnings. */
export function warningLine(source: YamlSource, finding: InventoryFinding): string {
  const text = `${locationOf(source, finding)}: ${finding.what}`;
  return finding.next === undefined ? text : `${text}: ${finding.next}`;
}

/** Returns the location of a finding: `inventory.yaml:7:3`. */
export function locationOf(source: YamlSource, finding: Pick<InventoryFinding, 'at' | 'part'>): string {
  return whereOf(source, spanOf(source, finding));
}

function whereOf(source: YamlSource, span: Span): string {
  const { line, col } = positionOf(source, span[0]);
  return `${partAt(source, span[0]).file}:${line}:${col}`;
}

/** Returns the offset of a finding. */
export function startOf(source: YamlSource, finding: Pick<InventoryFinding, 'at' | 'part'>): number {
  return spanOf(source, finding)[0];
}

function spanOf(source: YamlSource, { at, part }: Pick<InventoryFinding, 'at' | 'part'>): Span {
  if ('span' in at) return at.span;
  if (at.length === 0) return WHOLE_FILE;
  const { key, value } = nodeAt(source.document, at);
  const node: Node | undefined = part === 'key' ? (key ?? value) : (value ?? key);
  const [start, end] = node?.range ?? [0, 0];
  // An empty value has no text, so its key is shown.
  return start === end && key?.range ? [key.range[0], key.range[1]] : [start, end];
}

function positionOf(source: YamlSource, offset: number): { readonly line: number; readonly col: number } {
  const part = partAt(source, offset);
  const { line, col } = part.lines.linePos(offset - part.offset);
  return { line: Math.max(1, line), col: Math.max(1, col) };
}

/** Returns the line, and the part of it that the span covers. Secrets are masked, and a long line is cut. */
function excerptOf(source: YamlSource, span: Span): Pick<Problem, 'lines' | 'caret'> {
  if (span[1] === 0) return {};
  const { line, col } = positionOf(source, span[0]);
  const all = partAt(source, span[0]).text.split('\n');
  const raw = (all[line - 1] ?? '').replace(/\r$/, '').replaceAll('\t', ' ');
  const text = maskLine(raw, all[line - 2] ?? '');
  if (text.trim() === '') return {};
  const width = Math.max(1, Math.min(span[1] - span[0], text.length - col + 1));
  const from = col + width > EXCERPT ? Math.max(0, Math.min(col - 20, text.length - EXCERPT)) : 0;
  const shown = text.slice(from, from + EXCERPT).trimEnd();
  const column = Math.max(0, col - 1 - from);
  return { lines: [shown], caret: { column, width: Math.max(1, Math.min(width, shown.length - column)) } };
}
