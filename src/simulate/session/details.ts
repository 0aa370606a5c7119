import type { DetailsRequest, HostDetails } from '../../model/host/details.ts';
import { resolveName } from '../services/names.ts';
import { pathExists } from '../world/files.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/** The details of a good host, and what a test or a fix has changed of them. */
export function simulatedDetails(world: World, host: SimulatedHost, ask: DetailsRequest): HostDetails {
  return {
    resolved: Object.fromEntries(ask.names.map((name) => [name, resolveName(world, host, name)])),
    mtu: 1500,
    paths: Object.fromEntries(ask.peers.map((address) => [address, 'whole'])),
    synchronized: true,
    timeServices: [{ unit: 'chronyd', active: true }],
    firewalls: [],
    missingPackages: [],
    unreachableRepositories: [],
    leftovers: ask.leftovers.filter((path) => pathExists(host.files, path)),
    absent: [],
    unwritable:
      host.diskFree > 0 ? [] : ask.writable.map((path) => ({ path, why: 'No space left on device' })),
    ...(ask.syncIn === undefined ? {} : { syncMs: 1 }),
    ...host.details,
  };
}
