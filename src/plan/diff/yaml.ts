import { parse, stringify } from 'yaml';
import { MASK } from '../../model/secret.ts';
import type { Secret } from '../../model/secret.ts';
import { isSecretive, maskLogin } from './suspect.ts';

type Tree = { readonly [key: string]: unknown };
const CHANGED = `${MASK} (changed)`;

/** Both sides of a settings file as text in which no secret stands, fit for a diff. */
export interface MaskedPair {
  readonly before: string;
  readonly after: string;
}

/**
 * A host's YAML file and the wanted one, read as data: secrets are known by their place in the wanted file, and by
 * the names of settings that only the host has; comments are left out, since nobody knows what they say. A changed
 * secret is masked on both sides, and marked as changed. undefined where either is no mapping.
 */
export function maskedYaml(current: string, wanted: Secret): MaskedPair | undefined {
  const [now, next, shown] = [current, wanted.reveal(), wanted.toString()].map(readTree);
  if (!now || !next || !shown) return undefined;
  const known: Known = { now, next, shown };
  return {
    before: write(maskTree(inOrderOf(next, now), { ...known, side: 'before' }, [])),
    after: write(maskTree(next, { ...known, side: 'after' }, [])),
  };
}

/** undefined for what is no mapping. */
function readTree(text: string): Tree | undefined {
  try {
    const value: unknown = parse(text);
    return isTree(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys stand as the wanted file has them; those that it lacks come last. */
function inOrderOf(model: unknown, tree: Tree): Tree {
  const order = isTree(model) ? Object.keys(model) : [];
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const keys = Object.keys(tree).sort((a, b) => place(a) - place(b));
  const below = (key: string) => (isTree(model) ? model[key] : undefined);
  return Object.fromEntries(
    keys.map((key) => [key, isTree(tree[key]) ? inOrderOf(below(key), tree[key]) : tree[key]]),
  );
}

interface Known {
  readonly now: Tree;
  readonly next: Tree;
  /** The wanted file with its secrets masked. */
  readonly shown: Tree;
}
type Side = Known & { readonly side: 'before' | 'after' };
type Path = readonly string[];

function maskTree(value: unknown, side: Side, path: Path): unknown {
  if (isTree(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, maskTree(item, side, [...path, key])]),
    );
  if (isSecret(side, path)) return changed(side, path) && side.side === 'after' ? CHANGED : MASK;
  if (Array.isArray(value)) return value.map((item) => maskItem(item));
  return typeof value === 'string' ? maskText(value) : value;
}

/** Lists have no names below which a secret would be known, but for those of mappings within them. */
function maskItem(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(maskItem);
  if (isTree(item))
    return Object.fromEntries(
      Object.entries(item).map(([key, below]) => [key, isSecretive(key) ? MASK : maskItem(below)]),
    );
  return typeof item === 'string' ? maskText(item) : item;
}

function maskText(text: string): string {
  return text.includes('PRIVATE KEY') ? MASK : maskLogin(text);
}

/** Switches and empty values say nothing, whatever their name. */
function isSecret({ shown, now, next }: Side, path: Path): boolean {
  if (at(shown, path) === MASK) return true;
  const holds = [at(now, path), at(next, path)].some(
    (value) => value !== undefined && value !== null && value !== '' && typeof value !== 'boolean',
  );
  return holds && isSecretive(path.at(-1) ?? '');
}

function changed({ now, next }: Side, path: Path): boolean {
  const before = at(now, path);
  return before !== undefined && JSON.stringify(before) !== JSON.stringify(at(next, path));
}

function at(tree: Tree, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree);
}

/** A mask needs no quotes: nobody reads this as YAML again. */
function write(tree: unknown): string {
  return stringify(tree, { lineWidth: 0, aliasDuplicateObjects: false }).replace(
    /"(\[secret\](?: \(changed\))?)"/g,
    '$1',
  );
}
