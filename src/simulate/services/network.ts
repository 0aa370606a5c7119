import type { HostName } from '../../model/names.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/**
 * True if packets pass between two hosts. Whether Quorate reaches a host is not decided here, but by the host's
 * `reachable`.
 */
export function canReach(world: World, one: SimulatedHost, other: SimulatedHost): boolean {
  return one.machine === other.machine || !world.partitions.has(pairKey(one.machine, other.machine));
}

/** Key of a pair of machines, independent of their order. */
export function pairKey(one: HostName, other: HostName): string {
  return [one, other].sort().join(' ');
}

/** Every host of a host's machine. */
export function hostsOnSameMachine({ hosts }: World, { machine }: SimulatedHost): readonly SimulatedHost[] {
  return [...hosts.values()].filter((each) => each.machine === machine);
}
