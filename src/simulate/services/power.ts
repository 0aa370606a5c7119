import type { SimulatedHost, World } from '../world/state.ts';
import { startBalancer, stopBalancer } from './balancer.ts';
import { pausedBrokers, startBrokerNode, resumePausedBroker, stopBrokerNode } from './broker.ts';
import { scheduleAllElections, startDatabase, stopDatabase } from './database.ts';
import { startManager, stopManager } from './manager.ts';

/** All services of a host that went down. */
export function stopMembers(world: World, host: SimulatedHost): void {
  stopDatabase(world, host);
  stopBrokerNode(world, host);
  stopManager(world, host);
  stopBalancer(world, host);
}

/** All services of a host that has started. The product enables its units; the balancer's is a step of ours. */
export function startMembers(world: World, host: SimulatedHost): void {
  startDatabase(world, host);
  startBrokerNode(world, host);
  startManager(world, host);
  if (host.enabled.has('haproxy')) startBalancer(world, host);
}

/** Who sees whom has changed: brokers that pause_minority had stopped start again, databases elect anew. */
export function changeConnectivity(world: World, change: () => void): void {
  const paused = pausedBrokers(world);
  change();
  for (const host of paused) resumePausedBroker(world, host);
  scheduleAllElections(world);
}
