import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Node, Scalar } from 'yaml';
import type { InventoryFinding } from '../problems.ts';
import { deref } from './source.ts';
import type { YamlSource, Span } from './source.ts';

const PLAIN_TAGS = /^tag:yaml\.org,2002:(str|int|bool|float|null|map|seq)$/;
/** What older YAML readers, and most people, take for true and false; YAML 1.2 does not. */
export const YES_OR_NO = /^(?:yes|no|on|off|y|n)$/i;

export interface YamlPitfalls {
  /** The document is no plain data, so there is no value to look at. */
  readonly structure: readonly InventoryFinding[];
  readonly values: readonly InventoryFinding[];
}

/**
 * What is valid YAML and yet not what was meant, or no plain data: tags, anchors that hold themselves, merges of
 * what is no map; numbers that YAML reads as others, and `yes` or `no` in an overlay, which nothing else would notice.
 */
export function findYamlPitfalls(source: YamlSource): YamlPitfalls {
  const traps = { structure: [], values: [] };
  walk(source.document.contents, { ...traps, source, above: [], overlay: false });
  return traps;
}

interface Walk {
  readonly source: YamlSource;
  readonly structure: InventoryFinding[];
  readonly values: InventoryFinding[];
  readonly above: readonly Node[];
  /** Within a `config`, whose values no schema knows. */
  readonly overlay: boolean;
}

function walk(node: Node | null, at: Walk): void {
  if (node === null) return;
  if (isAlias(node)) return aliasTraps(node, at);
  if (node.tag !== undefined && !PLAIN_TAGS.test(node.tag))
    at.structure.push(found(node, 'tags (!…) have no meaning here', 'leave it out, or quote the value'));
  if (isScalar(node)) at.values.push(...scalarTraps(node, at.overlay));
  if (!isCollection(node)) return;
  const below = { ...at, above: [...at.above, node] };
  for (const item of node.items) {
    if (isPair(item)) walkPair(item.key as Scalar, item.value as Node | null, below);
    else walk(item as Node, below);
  }
}

function walkPair(key: Scalar, value: Node | null, at: Walk): void {
  if (key.value === '<<' && !mergeable(value, at.source))
    at.structure.push(found(key, '<< merges maps only', 'write <<: *anchor-of-a-map'));
  if (key.value === '__proto__') at.structure.push(found(key, '__proto__ cannot be a key', 'leave it out'));
  walk(value, { ...at, overlay: at.overlay || key.value === 'config' });
}

function aliasTraps(node: Node & { readonly source: string }, { source, structure, above }: Walk): void {
  const target = deref(source.document, node);
  if (!target)
    structure.push(found(node, `there is no anchor &${node.source} above`, 'put the anchor before its use'));
  else if (above.includes(target))
    structure.push(found(node, `*${node.source} contains itself`, 'write the values out'));
}

function mergeable(value: Node | null, source: YamlSource): boolean {
  const node = deref(source.document, value);
  if (isSeq(node)) return node.items.every((item) => isMap(deref(source.document, item as Node)));
  return isMap(node);
}

function scalarTraps(node: Scalar, overlay: boolean): readonly InventoryFinding[] {
  const { type, value, source: text = '' } = node;
  if (type !== 'PLAIN') return [];
  if (overlay && YES_OR_NO.test(text))
    return [
      found(
        node as Node,
        `"${text}" is text in YAML 1.2, not true or false`,
        `write true or false, or '${text}' in quotes`,
      ),
    ];
  // The number itself is not named: it may be a secret.
  if (typeof value === 'number' && (/^[-+]?0\d/.test(text) || !exact(value)))
    return [
      found(
        node as Node,
        'YAML reads another number than this',
        'put it in quotes, or write it in another way',
      ),
    ];
  return [];
}

/** It is finite, and all its digits are kept. */
const exact = (value: number): boolean =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

function found(node: Node | Scalar, what: string, next: string): InventoryFinding {
  const [start, end] = node.range ?? [0, 0];
  const span: Span = [start, end];
  return { at: { span }, what, next };
}
