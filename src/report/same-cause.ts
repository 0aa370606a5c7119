import type { Problem } from '../errors/errors.ts';
import { withEachText } from '../events/emit.ts';
import { nameList } from './name-list.ts';

/**
 * Merges the problems that differ only in the name and the address of their host and in the number of attempts into one
 * problem, which names all hosts, and has the lines and the attempts of the first. Problems of no host, and of an unknown
 * cause, stay separate.
 */
export function mergeSameCause(problems: readonly Problem[]): readonly Problem[] {
  // Longer names first, because `db1` is a part of `db10`.
  const names = problems
    .flatMap(({ where, address, attempts }) => [where ?? '', address ?? '', attempts ?? ''])
    .filter(Boolean);
  const parts = [...new Set(names)].sort((a, b) => b.length - a.length);
  const groups = new Map<string, Problem[]>();
  for (const [index, problem] of problems.entries()) {
    const key = mergeKey(problem, parts) ?? String(index);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()].flatMap(merged);
}

/** Returns the text of the problem without names, addresses and attempts; undefined if the problem cannot be merged. */
function mergeKey(
  { where, address, what, why, next, cause }: Problem,
  names: readonly string[],
): string | undefined {
  const isOfHost = cause !== undefined || address !== undefined;
  if (where === undefined || !isOfHost || cause === 'unknown') return undefined;
  return without(JSON.stringify([cause, what, why, next]), names);
}

function without(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => rest.split(name).join('\u0000'), text);
}

function merged(group: readonly Problem[]): readonly Problem[] {
  const [first] = group;
  if (!first || group.length === 1) return group;
  return [{ ...withAllAddresses(first, group), where: nameList(group.map(({ where = '' }) => where)) }];
}

/** Names the addresses of all hosts in the place of the first one. The next step stays an example for the first host. */
function withAllAddresses(first: Problem, group: readonly Problem[]): Problem {
  const { what, address } = first;
  if (address === undefined) return first;
  const all = nameList([...new Set(group.flatMap((problem) => problem.address ?? []))]);
  return { ...first, ...withEachText({ what }, (text) => text.replaceAll(whole(address), () => all)) };
}

/** Matches the address, and not a part of another: 10.0.0.1 is a part of 10.0.0.10. */
function whole(address: string): RegExp {
  const escaped = address.replaceAll(/[^\w]/g, '\\$&');
  const further = address.includes(':') ? '[.:]' : '\\.';
  return new RegExp(`(?<![\\w.:-])${escaped}(?![\\w-]|${further}\\w)`, 'g');
}
