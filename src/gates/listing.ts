import { compareNodes, isQueried, type Membership } from '../model/health/membership.ts';
import type { HostName } from '../model/names.ts';
import { bad, lost, type Finding } from './findings.ts';

export interface Listing {
  readonly expected: Membership['expected'];
  readonly verb: 'list' | 'register';
  /** What to try for a node that the inventory does not have, and for one that is missing. */
  readonly hints: { readonly foreign: string; readonly missing: string };
}

/** Those that are asked, and have to be there: not who is dead and stays a member for now. */
export function living(expected: Membership['expected']): Membership['expected'] {
  return expected.filter(isQueried);
}

/**
 * What is wrong with the nodes that a host lists; undefined when they are those of the inventory. Nobody leaves by
 * waiting, so a stranger makes its gate hopeless.
 */
export function wrongListing(
  host: HostName,
  nodes: readonly string[],
  { expected, verb, hints }: Listing,
): Finding | undefined {
  const { foreign } = compareNodes(nodes, expected);
  const { missing } = compareNodes(nodes, living(expected));
  if (foreign.length > 0) {
    const line = `${verb}s ${foreign.join(', ')}, not in the inventory`;
    return lost(host, line, { cause: 'membership', hint: hints.foreign });
  }
  if (missing.length === 0) return undefined;
  const line = `does not ${verb} ${missing.join(', ')}`;
  return bad(host, line, { cause: 'membership', hint: hints.missing });
}
