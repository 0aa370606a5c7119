import type { Host } from '../model/cluster.ts';
import { emptyHost } from './world/host.ts';
import type { World } from './world/state.ts';

/** Replaces the machine of a host by an empty one. Its names resolve to the new machine from now on. */
export function replaceMachine(world: World, spec: Host): void {
  const nothing = { database: undefined, broker: undefined, manager: undefined, balancer: undefined };
  Object.assign(world.host(spec.name), nothing, emptyHost(spec, world.now()));
  world.dns.set(spec.hostname, [spec.privateIp]).set(spec.privateIp, [spec.hostname]);
}
