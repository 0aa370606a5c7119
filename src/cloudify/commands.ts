import type { Cluster, Host } from '../model/cluster.ts';
import type { Command } from '../model/command.ts';
import { HOUR, MINUTE } from '../model/duration.ts';
import type { AbsolutePath } from '../model/names.ts';
import type { Release } from './releases.ts';

/** Creating a monitoring account is tried 60 times before a database install gives up (pg.py, 415): an hour. */
const INSTALL_LIMIT = HOUR;

/** Installs what the host's config.yaml names. */
export function installService(release: Release, host: Host): Command {
  const args = ['install', '-v', ...Object.entries(installFlags(release, host)).flat()];
  return { program: 'cfy_manager', args, as: 'root', timeoutMs: INSTALL_LIMIT };
}

/** A host's addresses are flags of its install only where the release has no key for them. */
export function installFlags({ addressesInConfig }: Release, host: Host): Readonly<Record<string, string>> {
  return addressesInConfig ? {} : { '--private-ip': host.privateIp, '--public-ip': host.publicIp };
}

/** Takes away what an install has put on this host, data included; its peers go on listing it (main.py, 1098). */
export function removeService({ removeCommand }: Release): Command {
  return { program: 'cfy_manager', args: removeCommand, as: 'root', timeoutMs: INSTALL_LIMIT };
}

/** Stops the application of this host's broker; its node stays, so that the others do not miss it and pause. */
export function stopBroker(cluster: Cluster): Command {
  return rabbitmqctl(cluster, ['stop_app']);
}

/** On another broker: takes a stopped one out of the cluster. @param node without `rabbit@` */
export function forgetBroker(cluster: Cluster, node: string): Command {
  return rabbitmqctl(cluster, ['forget_cluster_node', `rabbit@${node}`]);
}

function rabbitmqctl({ brokerLongNames }: Cluster, args: readonly string[]): Command {
  const names = brokerLongNames ? ['--longnames'] : [];
  return { program: 'rabbitmqctl', args: ['-q', ...names, ...args], as: 'root', timeoutMs: 2 * MINUTE };
}

/** Installs a file or a package of the distribution with the host's own package manager. */
export function installPackage(nameOrPath: string): Command {
  return { program: 'packages', args: ['install', nameOrPath], as: 'root', timeoutMs: INSTALL_LIMIT };
}

/** Exits 0 when all databases are healthy, 1 when degraded, 2 when down (main.py, 377). */
export function listDatabases(release: Release): Command {
  return { program: 'cfy_manager', args: release.databasesListCommand, as: 'root', timeoutMs: 2 * MINUTE };
}

/** Root's own profile `manager-local`, which the install makes, is what `cfy` uses here. */
export function uploadLicense(path: AbsolutePath): Command {
  return { program: 'cfy', args: ['license', 'upload', path], as: 'root', timeoutMs: 5 * MINUTE };
}

/** Stores managers, brokers and databases in root's profile, so that `cfy` tries them when one is gone. */
export function updateProfile(): Command {
  return { program: 'cfy', args: ['cluster', 'update-profile'], as: 'root', timeoutMs: 5 * MINUTE };
}
