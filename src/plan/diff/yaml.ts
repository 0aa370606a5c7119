import { parse, stringify } from 'yaml';
import { MASK } from '../../model/secret.ts';
import type { Secret } from '../../model/secret.ts';
import { isSecretName, maskUrlPasswords } from './suspect.ts';

type Tree = { readonly [key: string]: unknown };
const CHANGED = `${MASK} (changed)`;

/** The settings file on the host (`before`) and the wanted one (`after`), without secrets, ready to compare. */
interface MaskedPair {
  readonly before: string;
  readonly after: string;
}

/**
 * Reads the YAML file on the host and the wanted one as data and masks their secrets. A secret is recognized by its
 * path in the wanted file, or by the name of a setting that only the host's file has. Comments are left out, because
 * they may contain secrets. A changed secret is masked on both sides and marked as changed. Returns undefined if
 * either file is not a mapping.
 */
export function maskedYaml(current: string, wanted: Secret): MaskedPair | undefined {
  const now = readTree(current);
  const { next, shown } = treesOf(wanted);
  if (!now || !next || !shown) return undefined;
  const compared: Compared = {
    now,
    next,
    shown,
    hostSecrets: findHostSecrets(now, { now, next, shown }, []),
  };
  return {
    before: toText(maskTree(inOrderOf(next, now), { ...compared, side: 'before' }, [])),
    after: toText(maskTree(next, { ...compared, side: 'after' }, [])),
  };
}

interface WantedTrees {
  readonly next: Tree | undefined;
  readonly shown: Tree | undefined;
}

/** A file is compared several times in a run, before and after its step. */
const WANTED = new WeakMap<Secret, WantedTrees>();

function treesOf(wanted: Secret): WantedTrees {
  const trees = WANTED.get(wanted) ?? {
    next: readTree(wanted.reveal()),
    shown: readTree(wanted.toString()),
  };
  WANTED.set(wanted, trees);
  return trees;
}

/** Returns undefined if the text is not a YAML mapping. */
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

/** Orders keys as in the wanted file. Keys that it does not have come last. */
function inOrderOf(model: unknown, tree: Tree): Tree {
  const order = isTree(model) ? Object.keys(model) : [];
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const keys = Object.keys(tree).sort((a, b) => place(a) - place(b));
  const below = (key: string) => (isTree(model) ? model[key] : undefined);
  return Object.fromEntries(
    keys.map((key) => [key, isTree(tree[key]) ? inOrderOf(below(key), tree[key]) : tree[key]]),
  );
}

interface Compared {
  readonly now: Tree;
  readonly next: Tree;
  /** The wanted file with its secrets masked. */
  readonly shown: Tree;
  /** Texts found in the host's file at the paths of secrets. The same texts may occur elsewhere too. */
  readonly hostSecrets: readonly string[];
}
type Side = Compared & { readonly side: 'before' | 'after' };
type Path = readonly string[];

/** Shorter secrets are not masked elsewhere, because they would match half of all text. */
const MIN_SECRET_LENGTH = 4;

function findHostSecrets(
  value: unknown,
  known: Omit<Compared, 'hostSecrets'>,
  path: Path,
): readonly string[] {
  if (isSecret(known, path)) return stringsIn(value).filter((text) => text.length >= MIN_SECRET_LENGTH);
  if (!isTree(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => findHostSecrets(item, known, [...path, key]));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function maskTree(value: unknown, side: Side, path: Path): unknown {
  if (isSecret(side, path)) return isChanged(side, path) && side.side === 'after' ? CHANGED : MASK;
  if (isTree(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, maskTree(item, side, [...path, key])]),
    );
  return maskLeaf(value, side.hostSecrets);
}

/** Masks values inside lists, where only the keys of nested mappings can identify a secret. */
function maskLeaf(item: unknown, hostSecrets: readonly string[]): unknown {
  if (Array.isArray(item)) return item.map((each) => maskLeaf(each, hostSecrets));
  if (isTree(item))
    return Object.fromEntries(
      Object.entries(item).map(([key, below]) => [
        key,
        isSecretName(key) ? MASK : maskLeaf(below, hostSecrets),
      ]),
    );
  return typeof item === 'string' ? maskText(item, hostSecrets) : item;
}

function maskText(text: string, hostSecrets: readonly string[]): string {
  if (text.includes('PRIVATE KEY')) return MASK;
  return hostSecrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), maskUrlPasswords(text));
}

/** Booleans and empty values are never secret, whatever their key. A wanted mapping is checked key by key. */
function isSecret({ shown, now, next }: Omit<Compared, 'hostSecrets'>, path: Path): boolean {
  if (path.length === 0) return false;
  if (valueAt(shown, path) === MASK) return true;
  const [before, after] = [valueAt(now, path), valueAt(next, path)];
  const hasValue = [before, after].some(
    (value) => value !== undefined && value !== null && value !== '' && typeof value !== 'boolean',
  );
  return hasValue && !isTree(after) && isSecretName(path.at(-1) ?? '');
}

function isChanged({ now, next }: Side, path: Path): boolean {
  const before = valueAt(now, path);
  return before !== undefined && JSON.stringify(before) !== JSON.stringify(valueAt(next, path));
}

function valueAt(tree: Tree, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree);
}

/** Writes the tree as YAML. Masks are unquoted, because the result is only displayed. */
function toText(tree: unknown): string {
  return stringify(tree, { lineWidth: 0, aliasDuplicateObjects: false }).replace(
    /"(\[secret\](?: \(changed\))?)"/g,
    '$1',
  );
}
