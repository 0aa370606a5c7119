import type { Problem } from '../errors/errors.ts';

/**
 * Merges the problems of one cause that differ only in the name of their host into one problem, which names all hosts
 * and quotes the lines of the first. Problems without a known cause stay separate.
 */
export function mergeSameCause(problems: readonly Problem[]): readonly Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const [index, problem] of problems.entries()) {
    const key = mergeKey(problem) ?? String(index);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()].flatMap(merged);
}

/** Returns the text of the problem without the name of its host; undefined if the problem cannot be merged. */
function mergeKey({ where, what, why, next, cause }: Problem): string | undefined {
  if (where === undefined || cause === undefined || cause === 'unknown') return undefined;
  return JSON.stringify([cause, what, why, next]).split(where).join('\u0000');
}

function merged(group: readonly Problem[]): readonly Problem[] {
  const [first] = group;
  if (!first || group.length === 1) return group;
  return [{ ...first, where: group.map(({ where }) => where).join(', ') }];
}
