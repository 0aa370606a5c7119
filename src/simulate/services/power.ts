import type { SimulatedHost, World } from '../world/state.ts';
import { KEEPALIVED_UNIT } from '../../components/keepalived/unit.ts';
import { startApplication, stopApplication } from '../native/application.ts';
import { applyKernelSettings, startKeepalived, stopKeepalived } from '../native/keepalived.ts';
import { startBalancer, stopBalancer } from './balancer.ts';
import { pausedBrokers, startBrokerNode, resumePausedBroker, stopBrokerNode } from './broker.ts';
import { scheduleAllElections, startDatabase, stopDatabase } from './database.ts';
import { startManager, stopManager } from './manager.ts';

/** Stops all services of a host that went down. */
export function stopMembers(world: World, host: SimulatedHost): void {
  stopDatabase(world, host);
  stopBrokerNode(world, host);
  stopManager(world, host);
  stopApplication(world, host);
  stopKeepalived(world, host);
  stopBalancer(world, host);
}

/** Starts the services of a booted host. HAProxy starts only if a step has enabled it. The product enables its own units. */
export function startMembers(world: World, host: SimulatedHost): void {
  if (!isDisabled(host, 'quorate-patroni', 'patroni')) startDatabase(world, host);
  if (!isDisabled(host, 'quorate-rabbitmq', 'rabbitmq-server')) startBrokerNode(world, host);
  startManager(world, host);
  const { application, enabled } = host;
  if (application && enabled.has(application.unit)) startApplication(world, host, application.unit);
  applyKernelSettings(host);
  if (host.enabled.has('haproxy')) startBalancer(world, host);
  if (host.enabled.has(KEEPALIVED_UNIT)) startKeepalived(world, host);
}

/** True for a unit of the native platform that no step has enabled. The product enables its own units. */
function isDisabled({ enabled, packages }: SimulatedHost, unit: string, from: string): boolean {
  return packages.has(from) && !packages.has('cloudify') && !enabled.has(unit);
}

/** Applies a change of the network. Paused brokers with a majority resume, and databases may elect a new leader. */
export function changeConnectivity(world: World, change: () => void): void {
  const paused = pausedBrokers(world);
  change();
  for (const host of paused) resumePausedBroker(world, host);
  scheduleAllElections(world);
}
