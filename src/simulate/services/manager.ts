import type { ManagerMember, SimulatedHost, Unit, World } from '../world/state.ts';
import { isBrokerRunning } from './broker.ts';
import { canWriteFrom } from './database.ts';
import { canReach } from './network.ts';
import { MANAGER_PORTS, portTaken, stopWithoutPorts } from './ports.ts';
import { isServing, startedUnit, startUnit, stopUnit } from './running.ts';

export function startNewManager(
  world: World,
  host: SimulatedHost,
  given: Omit<ManagerMember, keyof Unit>,
): ManagerMember {
  host.manager = { ...given, ...startedUnit(world, 'manager ready') };
  const { privateIp, publicIp } = host.spec;
  given.database.registry.managers.set(given.hostname, { privateIp, publicIp });
  world.record({ host: host.name, kind: 'effect', what: `manager ${given.hostname} registered` });
  stopWithoutPorts(world, host);
  return host.manager;
}

export function stopManager(world: World, host: SimulatedHost): void {
  if (!host.manager || !stopUnit(world, host.manager)) return;
  world.record({ host: host.name, kind: 'effect', what: `manager ${host.name} stopped` });
}

/** @returns an error text, or undefined */
export function startManager(world: World, host: SimulatedHost): string | undefined {
  const fault = host.manager && portTaken(world, host, MANAGER_PORTS);
  if (!host.manager || fault || !startUnit(world, host.manager, 'manager ready')) return fault;
  world.record({ host: host.name, kind: 'effect', what: `manager ${host.name} started` });
  return undefined;
}

/** True if the REST service responds. Its database and brokers may still be down. */
export function isRestServing(world: World, host: SimulatedHost): boolean {
  return isServing(world, host, host.manager);
}

/** True if a broker of the cluster or an external broker responds to the host at this address. */
export function isBrokerServing(world: World, own: SimulatedHost, address: string): boolean {
  const ours = [...world.hosts.values()].some(
    (host) => host.spec.privateIp === address && canReach(world, own, host) && isBrokerRunning(world, host),
  );
  return ours || world.external.some((service) => service.kind === 'broker' && service.address === address);
}

/** True if the manager can write to the database. It looks for the leader only among its configured databases. */
export function reachesDatabase(world: World, host: SimulatedHost): boolean {
  const { manager } = host;
  if (!manager || !canWriteFrom(world, host, manager.database)) return false;
  const leader = world.hosts.get(manager.database.leader ?? '')?.database;
  return !leader || manager.databases.has(leader.address);
}

/** Result of `/ok`: the database accepts writes and a registered broker responds. */
export function isOk(world: World, host: SimulatedHost): boolean {
  const { manager } = host;
  if (!manager || !reachesDatabase(world, host)) return false;
  const brokers = [...manager.database.registry.brokers.values()];
  return brokers.some((address) => isBrokerServing(world, host, address));
}
