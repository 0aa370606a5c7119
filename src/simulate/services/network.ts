import type { HostName } from '../../model/names.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/** Do packets go between two hosts? (The laptop's own way to each is another matter: `reachable`.) */
export function sees(world: World, one: SimulatedHost, other: SimulatedHost): boolean {
  return one.name === other.name || !world.parted.has(pairOf(one.name, other.name));
}

/** The two in an order that does not depend on who is named first. */
export function pairOf(one: HostName, other: HostName): string {
  return [one, other].sort().join(' ');
}
