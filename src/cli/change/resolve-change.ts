import { UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { Change, Some } from '../../model/change.ts';
import { normalAddress } from '../../model/address.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import { machineKey } from '../../model/host/machines.ts';
import type { HostName } from '../../model/names.ts';
import {
  addChange,
  DEPLOY,
  reconfigureChange,
  reinitChange,
  removeChange,
  replaceChange,
  restartChange,
  switchoverChange,
} from '../../plan/build/named-change.ts';
import type { PlaybookOf, Requested, RequestedChange } from './requested-change.ts';

/**
 * Finds the hosts that a requested change names, for a command that no earlier run has started.
 * @param cluster from the inventory; for `replace`, the inventory may list the former host or already its replacement
 * @throws UsageError if the inventory does not list a host, or lists it in another role
 */
export function resolveChange(requested: RequestedChange, cluster: Cluster): Change {
  switch (requested.kind) {
    case 'deploy':
      return DEPLOY;
    case 'add':
      return addChange(cluster, requested, requested.down);
    case 'remove':
      return removeChange(cluster, requested, requested.down);
    case 'replace':
      return resolveReplacement(requested, cluster, [hostWithName(cluster, requested.name)]);
    case 'restart':
      return resolveRestart(requested, cluster, NOT_RESUMED);
    case 'switchover':
      return resolveSwitchover(requested, cluster, 'any-leader');
    case 'reinit':
      return reinitChange(cluster, requested.name, requested.down);
    case 'reconfigure':
      return reconfigureChange(cluster, requested.down);
  }
}

/** Identifies a restart that no later run can resume, in a rehearsal. */
const NOT_RESUMED = 'rehearsal';

/** @param request identifies the restart, so that a later run can resume it */
export function resolveRestart(
  { role, down }: Requested<'restart'>,
  cluster: Cluster,
  request: string,
): Change {
  return restartChange(cluster, { role, request }, down);
}

/** @param onlyFrom the leader when the switchover was first started */
export function resolveSwitchover(
  { to, down }: Requested<'switchover'>,
  cluster: Cluster,
  onlyFrom: { readonly host: HostName } | 'any-leader',
): Change {
  return switchoverChange(cluster, { to, onlyFrom }, down);
}

/**
 * Replaces every host of a machine.
 * @param former the replaced host, once for each address that its machine has had
 */
export function resolveReplacement(
  { name, address, down }: Requested<'replace'>,
  cluster: Cluster,
  former: Some<Host>,
): Change {
  const replaced = hostsOnMachineOf(cluster, name);
  const moved = new Map(replaced.map((host) => [host, atAddress(host, address, cluster)]));
  const hosts = cluster.hosts.map((host) => moved.get(host) ?? host);
  const [first, ...rest] = former;
  const members = replaced.map(({ name: member, role }) => {
    const at = ({ address: ssh, privateIp, publicIp }: Host): Host => ({
      ...hostWithName(cluster, member),
      ...{ address: ssh, privateIp, publicIp },
    });
    return { name: member, role, former: [at(first), ...rest.map(at)] as const };
  });
  return replaceChange({ ...cluster, hosts }, members, down);
}

/**
 * The hosts that share the machine of a host, which is one of them.
 * @throws UsageError if the inventory does not list the host
 */
export function hostsOnMachineOf(cluster: Cluster, name: HostName): readonly Host[] {
  const key = machineKey(hostWithName(cluster, name));
  return cluster.hosts.filter((host) => machineKey(host) === key);
}

/** The name of the playbook that replaces the hosts of one machine. */
export function replacementPlaybook(playbooks: PlaybookOf<'replace'>, hosts: readonly Host[]): string {
  const [first, ...others] = hosts;
  return playbooks[first && others.length === 0 ? first.role : 'machine'];
}

/**
 * The host at another address. Its private and public address change too if they are equal to the former address.
 * @throws UsageError if another host has the address
 */
function atAddress(host: Host, typed = host.address, { hosts }: Cluster): Host {
  const address = normalAddress(typed);
  if (address === host.address) return host;
  const other = hosts.find(
    (listed) =>
      machineKey(listed) !== machineKey(host) && [listed.address, listed.privateIp].includes(address),
  );
  if (other) {
    const what = `${other.name} has the address ${address} already`;
    throw new UsageError([{ what, next: `give ${host.name} another address` }]);
  }
  const moved = (own: string) => (own === host.address ? address : own);
  return { ...host, address, privateIp: moved(host.privateIp), publicIp: moved(host.publicIp) };
}

/** @throws UsageError if the inventory does not list the host */
function hostWithName({ hosts }: Cluster, name: HostName): Host {
  const host = hosts.find((listed) => listed.name === name);
  if (host) return host;
  const names = hosts.map((listed) => listed.name);
  const what = `the inventory has no host ${name}${didYouMean(name, names)}`;
  throw new UsageError([{ what, next: `one of ${names.join(', ')}` }]);
}
