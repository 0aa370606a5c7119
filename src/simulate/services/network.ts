import type { HostName } from '../../model/names.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/**
 * True if packets pass between two hosts. Whether Quorate reaches a host is not decided here, but by the host's
 * `reachable`.
 */
export function canReach(world: World, one: SimulatedHost, other: SimulatedHost): boolean {
  return one.name === other.name || !world.partitions.has(pairKey(one.name, other.name));
}

/** Key of a pair of hosts, independent of their order. */
export function pairKey(one: HostName, other: HostName): string {
  return [one, other].sort().join(' ');
}
