import { parse, stringify } from 'yaml';
import { MASK } from '../../model/secret.ts';
import type { Secret } from '../../model/secret.ts';
import { isSecretName, maskUrlPasswords } from './suspect.ts';

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
  const known: Known = { now, next, shown, held: heldSecrets(now, { now, next, shown }, []) };
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
  /** What stands on the host where a secret belongs: it may stand elsewhere too. */
  readonly held: readonly string[];
}
type Side = Known & { readonly side: 'before' | 'after' };
type Path = readonly string[];

/** Shorter ones would mask half of all text. */
const SHORTEST = 4;

/** The texts at the places of secrets in the host's file. */
function heldSecrets(value: unknown, known: Omit<Known, 'held'>, path: Path): readonly string[] {
  if (isSecret(known, path)) return stringsIn(value).filter((text) => text.length >= SHORTEST);
  if (!isTree(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => heldSecrets(item, known, [...path, key]));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function maskTree(value: unknown, side: Side, path: Path): unknown {
  if (isSecret(side, path)) return changed(side, path) && side.side === 'after' ? CHANGED : MASK;
  if (isTree(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, maskTree(item, side, [...path, key])]),
    );
  return maskLeaf(value, side.held);
}

/** Lists have no names below which a secret would be known, but for those of mappings within them. */
function maskLeaf(item: unknown, held: readonly string[]): unknown {
  if (Array.isArray(item)) return item.map((each) => maskLeaf(each, held));
  if (isTree(item))
    return Object.fromEntries(
      Object.entries(item).map(([key, below]) => [key, isSecretName(key) ? MASK : maskLeaf(below, held)]),
    );
  return typeof item === 'string' ? maskText(item, held) : item;
}

function maskText(text: string, held: readonly string[]): string {
  if (text.includes('PRIVATE KEY')) return MASK;
  return held.reduce((masked, secret) => masked.replaceAll(secret, MASK), maskUrlPasswords(text));
}

/** Switches and empty values say nothing, whatever their name; a mapping that is wanted is looked into. */
function isSecret({ shown, now, next }: Omit<Known, 'held'>, path: Path): boolean {
  if (path.length === 0) return false;
  if (at(shown, path) === MASK) return true;
  const [before, after] = [at(now, path), at(next, path)];
  const says = [before, after].some(
    (value) => value !== undefined && value !== null && value !== '' && typeof value !== 'boolean',
  );
  return says && !isTree(after) && isSecretName(path.at(-1) ?? '');
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
