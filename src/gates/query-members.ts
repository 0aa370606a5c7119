import type { Service } from '../model/names.ts';
import type { GatePlatform } from './gate-platform.ts';
import type { Gate } from './gate.ts';

/**
 * Makes the `queries` of a gate about the members of a service: the probes with these names for every member, and the
 * expected members as arguments for `judge`.
 */
export function queryMembers(
  { membershipQuery }: Pick<GatePlatform, 'membershipQuery'>,
  service: Service,
  names: readonly string[],
): Gate['queries'] {
  return (cluster, material) => {
    const { members } = membershipQuery(cluster, service, material);
    const queries = members.map(({ host, probes }) => {
      const named = Object.entries(probes).filter(([name]) => names.includes(name));
      return { host, probes: Object.fromEntries(named) };
    });
    return { queries, args: { expected: members.map(({ probes: _, ...member }) => member) } };
  };
}
