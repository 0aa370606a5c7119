import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { validationError } from '../../base/failure.ts';
import { getLog } from '../../base/log.ts';
import { paths } from '../../base/paths.ts';
import { brokerAddress, brokerNames } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';

const log = getLog('rabbitmq');

export const withPrefix = (name: string): string => (name.includes('@') ? name : `rabbit@${name}`);

/** `rabbit@<short name>`, or the long name if `use_long_name` is set. */
export function nodeName(settings: Settings): string {
  const { nodename, cluster_members, use_long_name } = settings.rabbitmq;
  if (!nodename && Object.keys(cluster_members).length > 0)
    throw validationError('Rabbitmq nodename must be set for clustering.');
  const name = nodename || 'localhost';
  return withPrefix(use_long_name ? name : (name.split('.')[0] ?? name));
}

export async function resolves(name: string): Promise<boolean> {
  return lookup(name).then(
    () => true,
    () => false,
  );
}

/** Appends members that do not resolve to /etc/hosts of this node, and keeps a copy of the file. */
export async function addMissingHosts(settings: Settings): Promise<void> {
  const names = brokerNames(settings);
  if (names.length === 0) return;
  log.info('Checking whether cluster nodes are resolvable via DNS');
  const missing: string[] = [];
  for (const name of names) {
    if (await resolves(name)) log.info(`Successfully resolved ${name}`);
    else missing.push(name);
  }
  if (missing.length === 0) {
    log.info('All nodes were resolvable.');
    return;
  }
  const lines: string[] = [];
  for (const name of missing) lines.push(`${await addressFor(settings, name)} ${name}`);
  log.info(`Adding rabbit nodes to hosts file: ${missing.join(', ')}`);
  copyFileSync(paths.hosts, `${paths.hosts}.bak-${Math.round(Date.now() / 1000)}`);
  const before = readFileSync(paths.hosts, 'utf8').trimEnd();
  writeFileSync(
    paths.hosts,
    [before, '', '# Added for cloudify rabbitmq clustering', ...lines, ''].join('\n'),
  );
  log.info('Updated /etc/hosts');
}

async function addressFor(settings: Settings, name: string): Promise<string> {
  const address = brokerAddress(settings, name);
  if (!address)
    throw validationError(
      `IP not provided for unresolvable rabbit node ${name}. A default network ip must be set for this node.`,
    );
  if (isIPv6(address)) return address;
  const found = await lookup(address).catch((error: unknown) => {
    const why = (error as Error).message;
    throw validationError(
      `Cannot resolve: ${address} (rabbitmq node ${name} default network address): ${why}`,
    );
  });
  return found.address;
}
