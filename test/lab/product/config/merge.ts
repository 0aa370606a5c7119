export type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges maps and replaces everything else. A list replaces a map. */
export function deepMerge(target: Tree, source: Tree): Tree {
  for (const [key, value] of Object.entries(source)) {
    const before = target[key];
    target[key] = isTree(before) && isTree(value) ? deepMerge(before, value) : value;
  }
  return target;
}
