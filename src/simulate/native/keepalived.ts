import { keepalivedPaths } from '../../components/keepalived/paths.ts';
import { canReach } from '../services/network.ts';
import { isServing, startedUnit, startUnit, stopUnit } from '../services/running.ts';
import { fileText } from '../world/host.ts';
import type { KeepalivedMember, KeepalivedSettings, SimulatedHost, World } from '../world/state.ts';

type Holding = SimulatedHost & { readonly keepalived: KeepalivedMember };

/** Reads keepalived's configuration. Undefined if it is missing or incomplete. */
export function readKeepalived(text: string | undefined): KeepalivedSettings | undefined {
  const value = (pattern: RegExp) => pattern.exec(text ?? '')?.[1];
  const address = value(/virtual_ipaddress \{\s+([\d.]+)\//);
  const priority = value(/^\s+priority (\d+)$/m);
  const peers = value(/unicast_peer \{([^}]*)\}/);
  const device = value(/^\s+interface (\S+)$/m);
  if (address === undefined || priority === undefined || peers === undefined || device === undefined)
    return undefined;
  return {
    address,
    interface: device,
    priority: Number(priority),
    peers: peers.split(/\s+/).filter(Boolean),
  };
}

/** @returns an error text, or undefined if keepalived runs */
export function startKeepalived(world: World, host: SimulatedHost): string | undefined {
  const settings = readKeepalived(fileText(host, keepalivedPaths.config));
  if (!settings || !host.packages.has('keepalived')) return 'Job for quorate-keepalived.service failed.';
  if (!host.keepalived)
    host.keepalived = { settings, holds: false, ...startedUnit(world, 'load balancer ready') };
  else if (!startUnit(world, host.keepalived, 'load balancer ready')) return undefined;
  host.keepalived.settings = settings;
  world.record({ host: host.name, kind: 'effect', what: `keepalived ${host.name} started` });
  return undefined;
}

export function reloadKeepalived(world: World, host: SimulatedHost): string | undefined {
  const settings = readKeepalived(fileText(host, keepalivedPaths.config));
  if (!settings || !host.keepalived?.running) return 'quorate-keepalived.service is not active.';
  host.keepalived.settings = settings;
  world.record({ host: host.name, kind: 'effect', what: `keepalived ${host.name} reloaded` });
  return undefined;
}

/** Stops keepalived, which removes the address. */
export function stopKeepalived(world: World, host: SimulatedHost): void {
  if (!host.keepalived || !stopUnit(world, host.keepalived)) return;
  host.keepalived.holds = false;
  world.record({ host: host.name, kind: 'effect', what: `keepalived ${host.name} stopped` });
}

/** Reads the settings of the kernel from their files, as systemd does at boot, when the kernel has its defaults. */
export function applyKernelSettings(host: SimulatedHost): void {
  host.bindsForeign = host.files.has(keepalivedPaths.sysctl);
}

/** The host to which packets for a virtual address go, as another host sees it. */
export function holderFrom(world: World, from: SimulatedHost, address: string): SimulatedHost | undefined {
  const holders = holdersOf(world, address);
  return (
    holders.find((host) => host.name === from.name) ?? holders.find((host) => canReach(world, from, host))
  );
}

/**
 * The hosts that hold a virtual address, after keepalived has settled: a healthy holder keeps it, of two holders that
 * reach each other the one with the lower priority gives it up, and a host that reaches no holder takes it.
 */
export function holdersOf(world: World, address: string): readonly SimulatedHost[] {
  const all = [...world.hosts.values()].filter((host): host is Holding => host.keepalived !== undefined);
  const able = all
    .filter(({ keepalived }) => keepalived.settings.address === address)
    .filter((host) => isServing(world, host, host.keepalived) && isServing(world, host, host.balancer))
    .sort((one, other) => other.keepalived.settings.priority - one.keepalived.settings.priority);
  const held = able.filter(({ keepalived }) => keepalived.holds);
  const holders = [...held, ...able].reduce<readonly Holding[]>(
    (kept, host) => (kept.some((one) => one === host || hears(world, host, one)) ? kept : [...kept, host]),
    [],
  );
  for (const host of all.filter(({ keepalived }) => keepalived.settings.address === address))
    host.keepalived.holds = holders.includes(host);
  return holders;
}

/** keepalived listens only to its peers. */
function hears(world: World, host: Holding, other: Holding): boolean {
  return host.keepalived.settings.peers.includes(other.spec.privateIp) && canReach(world, host, other);
}
