import fc from 'fast-check';
import { parse } from 'yaml';

/** The position of a value in a tree. */
interface Spot {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  5432,
  70_000,
  0.5,
  '',
  ' ',
  'no',
  'a b',
  '10.20.0.31',
  '10.20.0.32/24',
  '0.0.0.0',
  'fd00::31',
  'db1',
  'example.com',
  'x'.repeat(300),
  '5.0.5-dev',
  '6.4.2',
  '7.0',
  'user@server',
  '../secrets.yaml',
  [],
  {},
  [null],
  [{}],
  { env: 'NOWHERE' },
  { env: 'PLACE' },
  'db[7-9]',
  '10.20.0.[51-53]',
  'shared.yaml',
  { address: 'db.example.com' },
  { hosts: [] },
];
const KEYS = [
  'hosts',
  'include',
  'name',
  'external',
  'ssh',
  'config',
  'networks',
  'adress',
  'load_balancer',
  'user',
  '__proto__',
];

const change = fc.record({
  kind: fc.constantFrom('drop', 'replace', 'rename', 'copy', 'double', 'add'),
  spot: fc.nat(),
  other: fc.nat(),
  value: fc.constantFrom(...VALUES),
  name: fc.constantFrom(...KEYS),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Changes of the data of an inventory: missing, misspelt and misplaced keys, values of another type. */
export const treeChanges = fc.array(change, { minLength: 1, maxLength: 2 });

export function changeTree(text: string, changes: readonly Change[]): string {
  const root = { tree: structuredClone(treeOf(text)) };
  for (const next of changes) apply(root, next);
  // JSON is YAML.
  return root.tree === undefined ? '' : JSON.stringify(root.tree, null, 1);
}

const trees = new Map<string, unknown>();

function treeOf(text: string): unknown {
  if (!trees.has(text)) trees.set(text, parse(text));
  return trees.get(text);
}

function apply(root: Record<string, unknown>, { kind, spot, other, value, name }: Change): void {
  const spots = spotsOf(root);
  const [target, from] = [spots[spot % spots.length], spots[other % spots.length]];
  if (!target || !from) return;
  const { parent, key } = target;
  const copied = structuredClone(from.parent[from.key]);
  switch (kind) {
    case 'drop':
      return remove(parent, key);
    case 'replace':
      return set(parent, key, structuredClone(value));
    case 'copy':
      return set(parent, key, copied);
    case 'rename':
      set(parent, name, parent[key]);
      return remove(parent, key);
    case 'double':
      return Array.isArray(parent[key])
        ? void (parent[key] as unknown[]).push(copied)
        : set(parent, `${key}2`, parent[key]);
    case 'add':
      return set(parent, name, structuredClone(value));
  }
}

function remove(parent: Record<string, unknown>, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function set(parent: Record<string, unknown>, key: string, value: unknown): void {
  if (Array.isArray(parent) && !/^\d+$/.test(key)) parent.push(value);
  else Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Lists every value below a node. */
function spotsOf(node: Record<string, unknown>): readonly Spot[] {
  return Object.keys(node).flatMap((key) => {
    const value = node[key];
    const below =
      typeof value === 'object' && value !== null ? spotsOf(value as Record<string, unknown>) : [];
    return [{ parent: node, key }, ...below];
  });
}
