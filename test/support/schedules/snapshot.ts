import type { SimulatedHost } from '../../../src/simulate/world/state.ts';
import type { Stage } from '../simulated.ts';

/** State of the hosts while no process runs and no lock is held. */
export interface Snapshot {
  readonly at: number;
  readonly hosts: readonly SimulatedHost[];
}

/** @throws Error if a host is down, has a running process or holds a lock */
export function snapshotOf({ world, clock }: Stage): Snapshot {
  world.catchUp();
  const hosts = [...world.hosts.values()];
  if (hosts.some(({ up, locks, processes }) => !up || locks.size > 0 || processes.size > 0))
    throw new Error('the hosts are not quiet');
  return { at: clock.now(), hosts: copies(hosts) };
}

/** Copies the state into the hosts of another stage. */
export function restore({ hosts }: Snapshot, { world }: Stage): void {
  for (const host of copies(hosts)) Object.assign(world.host(host.name), host);
}

/** Copies all members together, because they share the state of their cluster. */
function copies(hosts: readonly SimulatedHost[]): readonly SimulatedHost[] {
  const members = structuredClone(
    hosts.map(({ database, broker, manager, balancer }) => ({ database, broker, manager, balancer })),
  );
  return hosts.map((host, index) => ({
    ...host,
    files: new Map(host.files),
    packages: new Map(host.packages),
    enabled: new Set(host.enabled),
    locks: new Map(),
    jobs: new Map(),
    processes: new Set(),
    counts: { ...host.counts },
    ...members[index],
  }));
}
