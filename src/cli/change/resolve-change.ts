import { UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { Change, Some } from '../../model/change.ts';
import { normalAddress } from '../../model/address.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import {
  addChange,
  reinitChange,
  removeChange,
  replaceChange,
  restartChange,
  switchoverChange,
} from '../../plan/build/named-change.ts';
import type { ChangePlaybook, Requested, RequestedChange } from './requested-change.ts';

/** Data that this machine stores about a command, for the case that the command is interrupted and started again. */
export interface Remembered {
  /** `restart`: identifies the restart, so that a later run can resume it. */
  readonly request?: string;
  /** `switchover`: the leader when the switchover was first started. */
  readonly leader?: HostName;
  /** `replace`: the replaced host, once for each address that it has had. */
  readonly former?: Some<Host>;
}

/**
 * Finds the hosts that a requested change names.
 * @param cluster from the inventory; for `replace`, the inventory may list the former host or already its replacement
 * @throws UsageError if the inventory does not list a host, or lists it in another role
 */
export function resolveChange(
  requested: RequestedChange,
  cluster: Cluster,
  remembered: Remembered = {},
): Change {
  const { down } = requested;
  switch (requested.kind) {
    case 'add':
      return addChange(cluster, requested, down);
    case 'remove':
      return removeChange(cluster, requested, down);
    case 'replace':
      return resolveReplacement(requested, cluster, remembered);
    case 'restart':
      return restartChange(
        cluster,
        { role: requested.role, request: remembered.request ?? NEW_REQUEST },
        down,
      );
    case 'switchover': {
      const onlyFrom = remembered.leader === undefined ? 'any-leader' : { host: remembered.leader };
      return switchoverChange(cluster, { to: requested.to, onlyFrom }, down);
    }
    case 'reinit':
      return reinitChange(cluster, requested.name, down);
  }
}

/** Identifies the restart in a rehearsal, which no later run can resume. */
const NEW_REQUEST = 'rehearsal';

function resolveReplacement(
  { name, address, down }: Requested<'replace'>,
  cluster: Cluster,
  { former }: Remembered,
): Change {
  const host = hostWithName(cluster, name);
  const replacement = atAddress(host, address, cluster);
  const hosts = cluster.hosts.map((listed) => (listed === host ? replacement : listed));
  const named = { name, role: host.role, former: former ?? ([host] as const) };
  return replaceChange({ ...cluster, hosts }, named, down);
}

/**
 * The host at another address. Its private and public address change too if they are equal to the former address.
 * @throws UsageError if another host has the address
 */
function atAddress(host: Host, typed = host.address, { hosts }: Cluster): Host {
  const address = normalAddress(typed);
  if (address === host.address) return host;
  const other = hosts.find(
    (listed) => listed !== host && [listed.address, listed.privateIp].includes(address),
  );
  if (other) {
    const what = `${other.name} has the address ${address} already`;
    throw new UsageError([{ what, next: `give ${host.name} another address` }]);
  }
  const moved = (own: string) => (own === host.address ? address : own);
  return { ...host, address, privateIp: moved(host.privateIp), publicIp: moved(host.publicIp) };
}

/** @throws UsageError if the inventory does not list the host */
export function hostWithName({ hosts }: Cluster, name: HostName): Host {
  const host = hosts.find((listed) => listed.name === name);
  if (host) return host;
  const names = hosts.map((listed) => listed.name);
  const what = `the inventory has no host ${name}${didYouMean(name, names)}`;
  throw new UsageError([{ what, next: `one of ${names.join(', ')}` }]);
}

/** The playbook of a command; `role` is required if it depends on the role of the host. */
export function playbookForRole(playbook: ChangePlaybook, role: Role | undefined): string {
  if (typeof playbook === 'string') return playbook;
  if (role === undefined) throw new Error('the role of the host is unknown, so its playbook is unknown');
  return playbook[role];
}
