import type { Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import type { Release } from '../product/releases.ts';
import { INSTALL_LIMIT, SERVICES_LIMIT } from './limits.ts';

/** Installs what the host's config.yaml names. */
export function installService(release: Release, host: Host): Command {
  const args = ['install', '-v', ...Object.entries(installFlags(release, host)).flat()];
  return { program: 'cfy_manager', args, as: 'root', timeoutMs: INSTALL_LIMIT };
}

/** A host's addresses are flags of its install only where the release has no key for them. */
export function installFlags({ addressesInConfig }: Release, host: Host): Readonly<Record<string, string>> {
  return addressesInConfig ? {} : { '--private-ip': host.privateIp, '--public-ip': host.publicIp };
}

/**
 * Stops and takes away what an install has put on this host, data included; its peers go on listing it (main.py,
 * 1098). Its services may be stopped already. config.yaml stays; certificates in /etc/cloudify/ssl get a date in front
 * of their names.
 */
export function removeService({ removeCommand }: Release): Command {
  return { program: 'cfy_manager', args: removeCommand, as: 'root', timeoutMs: INSTALL_LIMIT };
}

/**
 * Stops every service of the product on this host: on a database etcd, then Patroni (pg.py, 1835); a broker's whole
 * node, which the others then miss (main.py, 1175). Stopped ones may be stopped again.
 */
export function stopServices({ stopCommand }: Release): Command {
  return { program: 'cfy_manager', args: stopCommand, as: 'root', timeoutMs: SERVICES_LIMIT };
}

/**
 * Starts them and waits until they run. All but a database's are restarted by it if they run already
 * (base_component.py, 41): never on a host that is well.
 */
export function startServices({ startCommand }: Release): Command {
  return { program: 'cfy_manager', args: startCommand, as: 'root', timeoutMs: SERVICES_LIMIT };
}

/** Stops every service of the product on this host, then starts them (main.py, 1189); a leader hands over before. */
export function restartServices({ restartCommand }: Release): Command {
  return { program: 'cfy_manager', args: restartCommand, as: 'root', timeoutMs: SERVICES_LIMIT };
}

/** Installs a file or a package of the distribution with the host's own package manager. */
export function installPackage(nameOrPath: string): Command {
  return { program: 'packages', args: ['install', nameOrPath], as: 'root', timeoutMs: INSTALL_LIMIT };
}
