import { compareNodes, isQueried, type Membership } from '../model/health/membership.ts';
import type { HostName } from '../model/names.ts';
import { bad, lost, type Finding } from './findings.ts';
import { commandStep, type Next } from '../model/next-step.ts';

type Expected = Membership['expected'][number];

export interface ClusterListing {
  readonly expected: Membership['expected'];
  readonly verb: 'list' | 'register';
  /**
   * The next step for a node that the inventory does not list (`foreign`), and for a host of the inventory that is
   * missing in the list (`missing`).
   */
  readonly hints: {
    readonly foreign: (node: string) => Next;
    readonly missing: Next | ((member: Expected) => Next);
  };
}

/** Returns the members that must answer: all except the members that the operator has declared down or lost. */
export function queriedMembers(expected: Membership['expected']): Membership['expected'] {
  return expected.filter(isQueried);
}

/**
 * Returns the finding for a host whose list of nodes differs from the inventory. An unknown member does not leave by itself, so
 * the gate fails at once.
 */
export function wrongListing(
  host: HostName,
  nodes: readonly string[],
  { expected, verb, hints }: ClusterListing,
): Finding | undefined {
  const { foreign } = compareNodes(nodes, expected);
  const { missing } = compareNodes(nodes, queriedMembers(expected));
  const [first] = foreign;
  if (first !== undefined) {
    const line = `${verb}s ${foreign.join(', ')}, not in the inventory`;
    return lost(host, line, { class: 'membership', hint: hints.foreign(first) });
  }
  const [absent] = missing;
  if (absent === undefined) return undefined;
  const line = `does not ${verb} ${missing.join(', ')}`;
  return bad(host, line, { class: 'membership', hint: hintFor(absent, { expected, hints }) });
}

function hintFor(node: string, { expected, hints }: Pick<ClusterListing, 'expected' | 'hints'>): Next {
  const { missing } = hints;
  const member = expected.find((one) => one.node === node);
  if (typeof missing !== 'function') return missing;
  return member ? missing(member) : commandStep('status');
}
