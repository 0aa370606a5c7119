import type { SimulatedHost } from '../../../src/simulate/world/state.ts';
import type { Stage } from '../simulated.ts';

/** Hosts as they were at a quiet moment: nothing running, nothing due, no lock. */
export interface Snapshot {
  /** ms since the epoch */
  readonly at: number;
  readonly hosts: readonly SimulatedHost[];
}

/** @throws Error when something runs there still */
export function snapshotOf({ world, clock }: Stage): Snapshot {
  world.catchUp();
  const hosts = [...world.hosts.values()];
  if (hosts.some(({ up, locks, processes }) => !up || locks.size > 0 || processes.size > 0))
    throw new Error('the hosts are not quiet');
  return { at: clock.now(), hosts: copies(hosts) };
}

/** Makes the hosts of another stage, at the same time, what they were. */
export function restore({ hosts }: Snapshot, { world }: Stage): void {
  for (const host of copies(hosts)) Object.assign(world.host(host.name), host);
}

/** Members share what their cluster keeps: they are copied together. */
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
