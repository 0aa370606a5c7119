import { isMap } from 'yaml';
import { isDeepStrictEqual } from 'node:util';
import type { HostName } from '../../model/names.ts';
import { expandRanges, rangeOf, type HostRange } from '../compose/ranges.ts';
import { SECTION_ROLES } from '../resolve/resolve.ts';
import { parseSource } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import { applied, columnOf, eolAt } from './lines.ts';
import type { Entry } from './lines.ts';
import { hostListOf } from './list.ts';
import { dataOf } from './opened.ts';

/** A text in which a range is written out as one entry for each host. */
interface WrittenOut {
  readonly text: string;
  /** The name with its range: `db[1-3]`. */
  readonly range: string;
}

/** Writes out the range that contains a host. Returns undefined if no range does, or if the text cannot be edited. */
export function writeOutRange(text: string, name: HostName): WrittenOut | undefined {
  const source = parseSource(text, '');
  const found = rangesIn(source).find(({ range }) => namesOf(range).includes(name));
  if (!found) return undefined;
  const written = applied(text, [
    { from: found.entry.span[0], to: found.entry.span[1], text: entriesOf(source, found) },
  ]);
  const [before, after] = [text, written].map(expandedData);
  const range = String(found.range.values.find(({ key }) => key === 'name')?.scalar.value);
  return after !== undefined && isDeepStrictEqual(before, after) ? { text: written, range } : undefined;
}

/** Returns the names of the hosts that ranges describe. */
export function namesInRanges(source: YamlSource): readonly HostName[] {
  return rangesIn(source).flatMap(({ range }) => namesOf(range));
}

interface RangeEntry {
  readonly entry: Entry;
  readonly range: HostRange;
  readonly flow: boolean;
}

function rangesIn(source: YamlSource): readonly RangeEntry[] {
  return SECTION_ROLES.flatMap(([key]) => {
    const { entries = [], flow = false } = hostListOf(source, key) ?? {};
    return entries.flatMap((entry) => {
      const range = isMap(entry.node) ? rangeOf(entry.node) : undefined;
      return range && 'count' in range && range.count > 0 ? [{ entry, range, flow }] : [];
    });
  });
}

function namesOf({ values }: HostRange): readonly string[] {
  return values.find(({ key }) => key === 'name')?.texts ?? [];
}

/** Copies the text of an entry for each host, with the same quotes, comments and line breaks. */
function entriesOf({ text }: YamlSource, { entry, range, flow }: RangeEntry): string {
  const [from, to] = entry.span;
  const copies = Array.from({ length: range.count }, (_, index) =>
    applied(
      text.slice(from, to),
      range.values.map(({ scalar, texts }) => {
        const [start = 0, end = 0] = scalar.range ?? [];
        const old = text.slice(start, end).replace(String(scalar.value), texts[index] ?? '');
        return { from: start - from, to: end - from, text: old };
      }),
    ),
  );
  return copies.join(flow ? ', ' : eolAt(text, to) + ' '.repeat(columnOf(text, from)));
}

function expandedData(text: string): unknown {
  const source = parseSource(text, '');
  expandRanges(source);
  return dataOf(source);
}
