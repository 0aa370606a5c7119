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
  const names = [...new Set(problems.flatMap(ownParts))].sort((a, b) => b.length - a.length);
  const groups = new Map<string, Problem[]>();
  for (const [index, problem] of problems.entries()) {
    const key = mergeKey(problem, names) ?? String(index);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()].flatMap(merged);
}

function ownParts({ where = '', address = '', attempts = '' }: Problem): readonly string[] {
  return [where, address, attempts].filter(Boolean);
}

/**
 * Returns the text of the problem without its own name, address and attempts; undefined if the problem cannot be merged.
 * The names of other hosts stay, such as that of a peer that is not reached. The next step is without all names.
 */
function mergeKey(problem: Problem, names: readonly string[]): string | undefined {
  const { where, address, what, why, next, cause } = problem;
  const isOfHost = cause !== undefined || address !== undefined;
  if (where === undefined || !isOfHost || cause === 'unknown') return undefined;
  const own = ownParts(problem).map(whole);
  const texts = withEachText({ what, why }, (text) => without(text, own));
  return JSON.stringify([cause, texts, withEachText({ next }, (text) => without(text, names))]);
}

function without(text: string, parts: readonly (string | RegExp)[]): string {
  return parts.reduce<string>((rest, part) => rest.replaceAll(part, '\u0000'), text);
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

/** Matches the name or address, and not a part of another: 10.0.0.1 is a part of 10.0.0.10. */
function whole(name: string): RegExp {
  const escaped = name.replaceAll(/[^\w]/g, '\\$&');
  const further = name.includes(':') ? '[.:]' : '\\.';
  return new RegExp(`(?<![\\w.:-])${escaped}(?![\\w-]|${further}\\w)`, 'g');
}
