import { isMap, isScalar, visit } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { EnvironmentVariables } from '../../model/secret.ts';
import type { InventoryFinding } from '../problems.ts';
import { deref, nodeAt, pairOf, parseSource } from '../yaml/source.ts';
import type { YamlSource } from '../yaml/source.ts';
import { textFaults } from '../yaml/text-faults.ts';
import type { Composed } from './composed.ts';
import { substituteEnvironment } from './environment.ts';

/** The file that an inventory includes: its text, or why it cannot be read. */
export type IncludedFile = { readonly path: string } & (
  { readonly text: string } | { readonly problem: Pick<InventoryFinding, 'what' | 'next'> }
);

/** Returns the path of the file that a text includes. */
export function includedPath(text: string, env: EnvironmentVariables): string | undefined {
  if (!/include/.test(text)) return undefined;
  const source = parseSource(text, '');
  substituteEnvironment(source, env);
  return pathIn(source);
}

function pathIn({ document }: YamlSource): string | undefined {
  const root = document.contents;
  if (!isMap(root) || !pairOf(root, 'include')) return undefined;
  const { value } = nodeAt(document, ['include']);
  return isScalar(value) && typeof value.value === 'string' && value.value !== '' ? value.value : undefined;
}

interface Inclusion extends Composed {
  /** The document with the defaults of the included file. */
  readonly source: YamlSource;
}

/**
 * Adds the values of the included file that the inventory does not have itself. Maps are merged key by key; any other
 * value of the inventory replaces the included one. Offsets in the included file begin after the text of the inventory.
 */
export function includeDefaults(
  own: YamlSource,
  file: IncludedFile | undefined,
  env: EnvironmentVariables,
): Inclusion {
  const root = own.document.contents;
  if (!isMap(root) || pathIn(own) === undefined) return { source: own, findings: [], explained: [] };
  const problem = file && 'problem' in file ? file.problem : { what: 'the included file was not read' };
  if (!file || 'problem' in file)
    return { source: own, findings: [{ at: ['include'], ...problem }], explained: MISSING_KEYS };
  const offset = own.text.length + 1;
  const included = parseSource(file.text, file.path);
  const source = { ...own, included: { ...included, offset } };
  const { findings: faults, isReadable } = textFaults(included);
  const defaults = isReadable ? included.document.contents : undefined;
  if (!isMap(defaults))
    return { source, explained: MISSING_KEYS, findings: shifted(isReadable ? [NOT_A_MAP] : faults, offset) };
  const substituted = substituteEnvironment(included, env);
  resolveAliases(included);
  const refused = refusedKeys(defaults);
  shiftRanges(included, offset);
  mergeInto(root, defaults, own);
  const findings = shifted([...faults, ...substituted.findings, ...refused], offset);
  return { source, findings, explained: substituted.explained.map((at) => at + offset) };
}

/** Keys that the inventory lacks are reported at the beginning of the file. They may be in the included file. */
const MISSING_KEYS: Composed['explained'] = [0];

const NOT_A_MAP: InventoryFinding = {
  at: { span: [0, 0] },
  what: 'the included file is not a map',
  next: 'write keys of the inventory into it, such as ssh: { user: operator }',
};

const REFUSED: Readonly<Record<string, Pick<InventoryFinding, 'what' | 'next'>>> = {
  include: {
    what: 'an included file cannot include another file',
    next: 'include one file in the inventory',
  },
  name: { what: 'an included file cannot name the cluster', next: 'write the name into the inventory' },
};

/** Removes the keys that an included file cannot have. */
function refusedKeys(defaults: YAMLMap): readonly InventoryFinding[] {
  return Object.entries(REFUSED).flatMap(([key, fault]) => {
    const [start = 0, end = 0] = pairOf(defaults, key)?.key.range ?? [];
    return defaults.delete(key) ? [{ at: { span: [start, end] as const }, ...fault }] : [];
  });
}

/** Replaces aliases by copies of their values, because the anchor may be in a part that the inventory replaces. */
function resolveAliases({ document }: YamlSource): void {
  visit(document, { Alias: (_, alias) => alias.resolve(document)?.clone() as Node | undefined });
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node) delete node.anchor;
    },
  });
}

function shiftRanges({ document }: YamlSource, offset: number): void {
  const done = new Set<unknown>();
  visit(document, {
    Node: (_, { range }) => {
      if (!range || done.has(range)) return;
      done.add(range);
      for (const index of [0, 1, 2] as const) range[index] += offset;
    },
  });
}

function mergeInto(own: YAMLMap, defaults: YAMLMap, { document }: YamlSource): void {
  for (const pair of defaults.items as YAMLMap<Node, Node | null>['items']) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    const existing = pairOf(own, key);
    const value = deref(document, existing?.value);
    if (isMap(value) && isMap(pair.value) && existing?.value === value)
      mergeInto(value, pair.value, { document } as YamlSource);
    else if (!existing && !isMerged(document, own, key)) own.items.push(pair);
  }
}

/** True if `<<` gives the map this key. */
function isMerged(document: YamlSource['document'], own: YAMLMap, key: string): boolean {
  return pairOf(own, '<<') !== undefined && Object.hasOwn((own.toJS(document) ?? {}) as object, key);
}

function shifted(findings: readonly InventoryFinding[], offset: number): readonly InventoryFinding[] {
  return findings.map((finding) => {
    const [start, end] = 'span' in finding.at ? finding.at.span : [0, 0];
    return { ...finding, at: { span: [start + offset, end + offset] } };
  });
}
