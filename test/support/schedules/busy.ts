import type { RunEvent } from '../../../src/events/events.ts';
import type { Service } from '../../../src/model/names.ts';
import { hostOfNode } from '../../../src/simulate/services/broker.ts';
import type { SimulatedHost, Unit, World } from '../../../src/simulate/world/state.ts';

/**
 * Where the world must not take a host away by itself: beside another of its role that is down, partitioned, under a job, or
 * about to be touched by a deployer that is connected to it. What is lost then would be lost by the fault, whatever a
 * deployer does. One that has lost its connection may still look before it acts.
 */
export function busyRoles(world: World): {
  readonly hear: (event: RunEvent) => void;
  readonly isQuiet: (...hosts: readonly (string | undefined)[]) => boolean;
} {
  const touched = new Map<string, string>();
  const hear = (event: RunEvent) => {
    if (event.kind === 'proof' && event.state === 'safe') touched.set(event.step, event.host);
    if (event.kind === 'step.finished') touched.delete(event.step);
    if (event.kind === 'host.lost')
      for (const [step, host] of touched) if (host === event.host) touched.delete(step);
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
          settled(world, host.name) &&
          isWhole(world, host),
      )
      ? ![...touched.values()].some((host) => world.hosts.get(host)?.spec.role === role)
      : false;
  };
  return { hear, isQuiet: (...hosts) => hosts.every((host) => host === undefined || isQuiet(host)) };
}

function isPartitioned({ partitions }: World, name: string): boolean {
  return [...partitions].some((pair) => pair.split(' ').includes(name));
}

/**
 * Whoever its cluster lists is there (a dead one counts until it is taken out), and of a live cluster they are enough
 * to lose one.
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

/** Its members have finished starting, and none has been stopped on its way out. */
function settled(world: World, name: string): boolean {
  const host = world.hosts.get(name);
  const isRunning = (unit: Unit | undefined) => !unit || (unit.running && unit.readyAt <= world.now());
  return [host?.database, host?.broker, host?.manager].every(isRunning) && host?.broker?.appRunning !== false;
}
