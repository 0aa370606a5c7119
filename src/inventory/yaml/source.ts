import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';

export type YamlPath = readonly (string | number)[];

/** A parsed YAML text with positions. `file` is its name in messages. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
  readonly document: Document.Parsed;
  /** The included file, whose values in `document` have offsets from `offset` on. */
  readonly included?: TextPart;
}

/** A text, and the offset of its first character. */
interface TextPart extends Pick<YamlSource, 'file' | 'text' | 'lines'> {
  readonly offset: number;
}

/** Returns the text that contains an offset. */
export function partAt(source: YamlSource, offset: number): TextPart {
  const { included } = source;
  return included && offset >= included.offset ? included : { ...source, offset: 0 };
}

/** Offsets in the text. `end` is exclusive. */
export type Span = readonly [start: number, end: number];

/**
 * Parses YAML without throwing: syntax errors are in `document.errors`. Supports merge keys (`<<`), and keeps the value
 * of a key `password` as typed.
 */
export function parseSource(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    stringKeys: true,
    keepSourceTokens: true,
  });
  keepPasswordsAsTyped(document);
  return { file, text, lines, document };
}

/** Keeps a numeric password as text, because YAML would read 0123 as 123. */
function keepPasswordsAsTyped(document: Document.Parsed): void {
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || key.value !== 'password' || !isScalar(value) || value.source === undefined)
        return;
      if (typeof value.value === 'number' || typeof value.value === 'boolean') value.value = value.source;
    },
  });
}

/** Returns key and value at a path, or at its nearest existing ancestor. Follows aliases and merge keys. */
export function nodeAt(document: Document.Parsed, path: YamlPath): { key?: Node; value?: Node } {
  let found: { key?: Node; value?: Node } = document.contents ? { value: document.contents } : {};
  for (const part of path) {
    const next = child(document, found.value, part);
    if (!next) break;
    found = next;
  }
  return found;
}

/** Returns the pair with this key. Ignores merged pairs. */
export function pairOf(map: YAMLMap, key: string): Pair<Node, Node | null> | undefined {
  return (map.items as Pair<Node, Node | null>[]).find(
    (pair) => isScalar(pair.key) && pair.key.value === key,
  );
}

/** Returns the node that an alias refers to, or the node itself if it is not an alias. */
export function deref(document: Document.Parsed, node: Node | null | undefined): Node | undefined {
  return isAlias(node) ? node.resolve(document) : (node ?? undefined);
}

function child(
  document: Document.Parsed,
  parent: Node | undefined,
  part: string | number,
): { key?: Node; value?: Node } | undefined {
  const node = deref(document, parent);
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined;
    return item && { value: item };
  }
  if (!isMap(node)) return undefined;
  const pair = pairOf(node, String(part));
  if (pair) return { key: pair.key, ...(pair.value ? { value: pair.value } : {}) };
  return mergedChild(document, node, part);
}

function mergedChild(document: Document.Parsed, map: YAMLMap, part: string | number) {
  const merged = deref(document, pairOf(map, '<<')?.value);
  const sources = isSeq(merged) ? (merged.items as Node[]) : merged ? [merged] : [];
  for (const source of sources) {
    const found = child(document, source, part);
    if (found) return found;
  }
  return undefined;
}
