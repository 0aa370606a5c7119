import type { HostName } from '../../model/names.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/** Do packets go between two hosts? (The laptop's own way to each is another matter: `reachable`.) */
export function canReach(world: World, one: SimulatedHost, other: SimulatedHost): boolean {
  return one.name === other.name || !world.partitions.has(pairKey(one.name, other.name));
}

/** The two in an order that does not depend on who is named first. */
export function pairKey(one: HostName, other: HostName): string {
  return [one, other].sort().join(' ');
}
