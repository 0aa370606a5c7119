import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Node, Scalar } from 'yaml';
import { alteredByYaml } from '../../errors/altered-by-yaml.ts';
import { isSecretive } from '../mask-line.ts';
import type { InventoryFinding } from '../problems.ts';
import { deref } from './source.ts';
import type { YamlSource, Span } from './source.ts';

const PLAIN_TAGS = /^tag:yaml\.org,2002:(str|int|bool|float|null|map|seq)$/;
/** Words that YAML 1.1 reads as true or false. YAML 1.2 reads them as text. */
export const YES_OR_NO = /^(?:yes|no|on|off|y|n)$/i;

interface YamlPitfalls {
  /** Findings because of which the document is not plain data, so its values cannot be checked. */
  readonly structure: readonly InventoryFinding[];
  readonly values: readonly InventoryFinding[];
}

/**
 * Finds valid YAML that is not plain data or not what was meant: tags, anchors that contain themselves, merges of
 * values that are not maps, numbers that YAML reads as different numbers, unquoted secrets that YAML cuts off or joins,
 * and `yes` or `no` in an overlay, which no schema checks.
 */
export function findYamlPitfalls(source: YamlSource): YamlPitfalls {
  const pitfalls = { structure: [], values: [] };
  walk(source.document.contents, { ...pitfalls, source, above: [], overlay: false });
  return pitfalls;
}

interface Walk {
  readonly source: YamlSource;
  readonly structure: InventoryFinding[];
  readonly values: InventoryFinding[];
  readonly above: readonly Node[];
  /** True within a `config`, whose values no schema checks. */
  readonly overlay: boolean;
}

function walk(node: Node | null, at: Walk): void {
  if (node === null) return;
  if (isAlias(node)) return checkAlias(node, at);
  if (node.tag !== undefined && !PLAIN_TAGS.test(node.tag))
    at.structure.push(findingAt(node, 'tags (!…) are not supported', 'remove the tag, or quote the value'));
  if (isScalar(node)) at.values.push(...scalarPitfalls(node, at.overlay));
  if (!isCollection(node)) return;
  const below = { ...at, above: [...at.above, node] };
  for (const item of node.items) {
    if (isPair(item)) walkPair(item.key as Scalar, item.value as Node | null, below);
    else walk(item as Node, below);
  }
}

function walkPair(key: Scalar, value: Node | null, at: Walk): void {
  if (key.value === '<<' && !mergeable(value, at.source))
    at.structure.push(findingAt(key, '<< merges maps only', 'write <<: *anchor-of-a-map'));
  if (key.value === '__proto__') at.structure.push(findingAt(key, '__proto__ cannot be a key', 'remove it'));
  if (isScalar(value) && isSecretive(String(key.value))) at.values.push(...secretPitfalls(value, at.source));
  walk(value, { ...at, overlay: at.overlay || key.value === 'config' });
}

function checkAlias(node: Node & { readonly source: string }, { source, structure, above }: Walk): void {
  const target = deref(source.document, node);
  if (!target)
    structure.push(findingAt(node, `unknown anchor &${node.source}`, 'define the anchor before its use'));
  else if (above.includes(target))
    structure.push(findingAt(node, `*${node.source} contains itself`, 'write the values out'));
}

function mergeable(value: Node | null, source: YamlSource): boolean {
  const node = deref(source.document, value);
  if (isSeq(node)) return node.items.every((item) => isMap(deref(source.document, item as Node)));
  return isMap(node);
}

function scalarPitfalls(node: Scalar, overlay: boolean): readonly InventoryFinding[] {
  const { type, value, source: text = '' } = node;
  if (type !== 'PLAIN') return [];
  if (overlay && YES_OR_NO.test(text))
    return [
      findingAt(
        node as Node,
        `"${text}" is text in YAML 1.2, not true or false`,
        `write true or false, or '${text}' in quotes`,
      ),
    ];
  // The message does not contain the number, because it may be a secret.
  if (typeof value === 'number' && (/^[-+]?0\d/.test(text) || !exact(value)))
    return [
      findingAt(
        node as Node,
        'YAML reads this as a different number',
        'put the number in quotes, or write it differently',
      ),
    ];
  return [];
}

/** True if the number is finite and keeps all its digits. */
const exact = (value: number): boolean =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

function secretPitfalls(node: Scalar, { text }: YamlSource): readonly InventoryFinding[] {
  const altered = alteredByYaml(node, text);
  return altered ? [{ at: spanOf(node), ...altered }] : [];
}

function spanOf(node: Node | Scalar): { readonly span: Span } {
  const [start, end] = node.range ?? [0, 0];
  return { span: [start, end] };
}

function findingAt(node: Node | Scalar, what: string, next: string): InventoryFinding {
  return { at: spanOf(node), what, next };
}
