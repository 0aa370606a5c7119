import type { Service } from '../model/names.ts';
import type { GatePlatform } from './gate-platform.ts';
import type { Gate } from './gate.ts';

/**
 * Makes the `asks` of a gate about the members of a service: the probes with these names for every member, and the
 * expected members as arguments for `judge`.
 */
export function askMembers(
  { membershipQuery }: Pick<GatePlatform, 'membershipQuery'>,
  service: Service,
  names: readonly string[],
): Gate['asks'] {
  return (cluster, material) => {
    const { members } = membershipQuery(service, cluster, material);
    const asks = members.map(({ host, probes }) => {
      const named = Object.entries(probes).filter(([name]) => names.includes(name));
      return { host, probes: Object.fromEntries(named) };
    });
    return { asks, args: { expected: members.map(({ probes: _, ...member }) => member) } };
  };
}
