import type { SimulatedHost, World } from '../world/state.ts';
import { startBalancer, stopBalancer } from './balancer.ts';
import { brokersPaused, startBroker, startPaused, stopBroker } from './broker.ts';
import { databasesLookAgain, startDatabase, stopDatabase } from './database.ts';
import { startManager, stopManager } from './manager.ts';

/** All services of a host that went down. */
export function membersLost(world: World, host: SimulatedHost): void {
  stopDatabase(world, host);
  stopBroker(world, host);
  stopManager(world, host);
  stopBalancer(world, host);
}

/** All services of a host that has started. The product enables its units; the balancer's is a step of ours. */
export function membersReturn(world: World, host: SimulatedHost): void {
  startDatabase(world, host);
  startBroker(world, host);
  startManager(world, host);
  if (host.enabled.has('haproxy')) startBalancer(world, host);
}

/** Who sees whom has changed: brokers that pause_minority had stopped start again, databases elect anew. */
export function membersParted(world: World, change: () => void): void {
  const paused = brokersPaused(world);
  change();
  for (const host of paused) startPaused(world, host);
  databasesLookAgain(world);
}
