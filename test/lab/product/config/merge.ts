export type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maps are merged, everything else is replaced: a list given instead of a map wins as it is. */
export function deepMerge(target: Tree, source: Tree): Tree {
  for (const [key, value] of Object.entries(source)) {
    const before = target[key];
    target[key] = isTree(before) && isTree(value) ? deepMerge(before, value) : value;
  }
  return target;
}
