import { isMap } from 'yaml';
import type { Node, Pair } from 'yaml';
import { nodeAt, pairOf } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import { below, cut, endOf, entryLines } from './entry.ts';
import { hostListOf } from './list.ts';
import type { Entry, Splice } from './lines.ts';
import { beginsLine, columnOf, eolAt } from './lines.ts';
import { entryLike } from './style.ts';
import type { NameAndAddress } from './style.ts';

/** Adds a section with one host below the last section, indented like `managers`; undefined for a text in brackets. */
export function addSection(
  source: YamlSource,
  key: string,
  host: NameAndAddress,
): readonly Splice[] | undefined {
  const { text } = source;
  const sections = sectionsOf(source);
  const last = sections?.at(-1);
  if (!sections || !last) return undefined;
  const eol = eolAt(text, last.span[1]);
  const added = `${' '.repeat(columnOf(text, last.span[0]))}${key}:${likeManagers(source, { host, eol })}`;
  return [below(text, sections, { text: added, eol })];
}

/** The text of a section with one host, in the style of the section `managers`. */
function likeManagers(source: YamlSource, { host, eol }: { host: NameAndAddress; eol: string }): string {
  const { text } = source;
  const { entries = [], flow = true } = hostListOf(source, 'managers') ?? {};
  const entry = entryLike(source, entries, host);
  const hosts = nodeAt(source.document, ['managers', 'hosts']).key?.range?.[0] ?? 0;
  const indent = (offset: number) => eol + ' '.repeat(columnOf(text, offset));
  if (!beginsLine(text, hosts)) return ` { hosts: [${entry}] }`;
  return `${indent(hosts)}hosts:${flow ? ` [${entry}]` : indent(entries[0]?.span[0] ?? hosts) + entry}`;
}

/** Removes a section whose only key is `hosts`. Comments above it stay. */
export function cutSection(source: YamlSource, key: string): readonly Splice[] | undefined {
  const root = source.document.contents;
  const sections = sectionsOf(source);
  if (!isMap(root) || !sections) return undefined;
  const index = root.items.findIndex((item) => item === pairOf(root, key));
  const [entry, value] = [sections[index], pairOf(root, key)?.value];
  if (!entry || !isMap(value) || value.items.length !== 1) return undefined;
  return [cut(source.text, entryLines(source.text, entry), { entries: sections, index })];
}

/** The top-level keys of the document with their values; undefined if they are in brackets or share lines. */
function sectionsOf(source: YamlSource): readonly Entry[] | undefined {
  const root = source.document.contents;
  if (!isMap(root) || root.flow) return undefined;
  const entries = (root.items as Pair<Node, Node | null>[]).map(({ key, value }): Entry => ({
    node: value ?? key,
    span: [key.range?.[0] ?? 0, endOf(source, value ?? key)],
  }));
  return entries.every(({ span }) => beginsLine(source.text, span[0])) ? entries : undefined;
}
