import type { Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import type { Release } from '../product/releases.ts';
import { INSTALL_LIMIT, SERVICES_LIMIT } from './limits.ts';

/** Installs the services that the host's config.yaml lists. */
export function installService(release: Release, host: Host): Command {
  const args = ['install', '-v', ...Object.entries(installFlags(release, host)).flat()];
  return { program: 'cfy_manager', args, as: 'root', timeoutMs: INSTALL_LIMIT };
}

/** Flags with the host's addresses, for releases without keys for them in config.yaml. */
export function installFlags({ addressesInConfig }: Release, host: Host): Readonly<Record<string, string>> {
  return addressesInConfig ? {} : { '--private-ip': host.privateIp, '--public-ip': host.publicIp };
}

/**
 * Stops and removes everything that an installation put on this host, including its data. The other members still list
 * the host (main.py, 1098). Its services may already be stopped. Keeps config.yaml, and renames certificates in
 * /etc/cloudify/ssl with a date prefix.
 */
export function removeService({ removeCommand }: Release): Command {
  return { program: 'cfy_manager', args: removeCommand, as: 'root', timeoutMs: INSTALL_LIMIT };
}

/**
 * Stops every service of the product on this host: on a database etcd, then Patroni (pg.py, 1835); on a broker the whole
 * node, so that the other brokers see it leave (main.py, 1175). Has no effect on services that are stopped.
 */
export function stopServices({ stopCommand }: Release): Command {
  return { program: 'cfy_manager', args: stopCommand, as: 'root', timeoutMs: SERVICES_LIMIT };
}

/**
 * Starts every service of the product on this host and waits until it runs. Restarts services that already run, except
 * on a database (base_component.py, 41), so never use it on a healthy host.
 */
export function startServices({ startCommand }: Release): Command {
  return { program: 'cfy_manager', args: startCommand, as: 'root', timeoutMs: SERVICES_LIMIT };
}

/**
 * Stops, then starts every service of the product on this host (main.py, 1189). Does not switch over: Quorate does that
 * first if the host is the database leader.
 */
export function restartServices({ restartCommand }: Release): Command {
  return { program: 'cfy_manager', args: restartCommand, as: 'root', timeoutMs: SERVICES_LIMIT };
}

/** Installs a package file, or a package of the distribution, with the host's package manager. */
export function installPackage(nameOrPath: string): Command {
  return { program: 'packages', args: ['install', nameOrPath], as: 'root', timeoutMs: INSTALL_LIMIT };
}
