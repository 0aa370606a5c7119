import type { RunEvent } from '../../../src/events/events.ts';
import type { Service } from '../../../src/model/names.ts';
import { hostOfNode } from '../../../src/simulate/services/broker.ts';
import type { SimulatedHost, Unit, World } from '../../../src/simulate/world/state.ts';

/**
 * Decides which hosts a fault may take away. It must not take a host if any host of its role is down, partitioned or
 * running a job, or if a connected deployer is about to operate on one: such a fault costs the quorum whatever the
 * deployer does. A deployer that has lost its connection can still prove again before it acts.
 */
export function busyRoles(world: World): {
  readonly observe: (event: RunEvent) => void;
  readonly isQuiet: (...hosts: readonly (string | undefined)[]) => boolean;
} {
  const operations = new Map<string, string>();
  const observe = (event: RunEvent) => {
    if (event.kind === 'proof' && event.state === 'safe') operations.set(event.step, event.host);
    if (event.kind === 'step.finished') operations.delete(event.step);
    if (event.kind === 'host.lost')
      for (const [step, host] of operations) if (host === event.host) operations.delete(step);
  };
  const isQuiet = (name: string | undefined): boolean => {
    const role = name === undefined ? undefined : world.hosts.get(name)?.spec.role;
    return [...world.hosts.values()]
      .filter(({ spec }) => spec.role === role)
      .every(
        (host) =>
          host.up &&
          host.jobs.size === 0 &&
          !isPartitioned(world, host.name) &&
          isSettled(world, host.name) &&
          isWhole(world, host),
      )
      ? ![...operations.values()].some((host) => world.hosts.get(host)?.spec.role === role)
      : false;
  };
  return { observe, isQuiet: (...hosts) => hosts.every((host) => host === undefined || isQuiet(host)) };
}

function isPartitioned({ partitions }: World, name: string): boolean {
  return [...partitions].some((pair) => pair.split(' ').includes(name));
}

/**
 * True if each listed member exists (a member that is down counts until it is removed), and a bootstrapped cluster has at
 * least three members, so that it can lose one.
 */
function isWhole(world: World, { database, broker, files }: SimulatedHost): boolean {
  const hosts = [...world.hosts.values()];
  const addresses = hosts.map((host) => host.database?.address);
  const members = database?.cluster.members ?? [];
  const nodes = [...(broker?.cluster.nodes ?? [])];
  const isFounded = (service: Service) => files.has(`/var/lib/quorate/receipts/bootstrapped/${service}`);
  return (
    members.every(({ address }) => addresses.includes(address)) &&
    nodes.every((node) => hostOfNode(world, node) !== undefined) &&
    !(database && isFounded('database') && members.length < 3) &&
    !(broker && isFounded('broker') && nodes.length < 3)
  );
}

/** True if the services of the host have finished starting and none is stopped for its removal. */
function isSettled(world: World, name: string): boolean {
  const host = world.hosts.get(name);
  const isRunning = (unit: Unit | undefined) => !unit || (unit.running && unit.readyAt <= world.now());
  return [host?.database, host?.broker, host?.manager].every(isRunning) && host?.broker?.appRunning !== false;
}
