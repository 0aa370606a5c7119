import type { X509Certificate } from 'node:crypto';
import { hostsOf } from '../../model/cluster.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import { isIpAddress } from '../../model/address.ts';

/** Subject alternative names of a certificate. */
export interface SubjectNames {
  readonly addresses: readonly string[];
  readonly hostnames: readonly string[];
  /** Names among `hostnames` that the certificate must list literally: a matching wildcard does not count. */
  readonly literal?: readonly string[];
}

/** Facts about a manager and its release that decide which names its certificates need. */
export interface NameOptions {
  /** True if the manager has an external certificate. */
  readonly external: boolean;
  /** True if the release checks that the manager's own certificate literally names its public_ip. */
  readonly namesPublicIp: boolean;
}

/** The names of a client certificate, which is identified by its common name. */
export const NO_NAMES: SubjectNames = { addresses: [], hostnames: [] };

/** The names that every host has for itself, as in the specification's example. */
const LOCAL = ['localhost', '127.0.0.1'];

/**
 * Names that a host's own certificate must have: its host name (the load balancers compare it), its private address,
 * its public address and its address in every network (val.py, 7.0, for managers). Before 7.0, a manager with an external
 * certificate does not need the public address here.
 */
export function requiredOwnNames(host: Host, { external, namesPublicIp }: NameOptions): SubjectNames {
  const all = [host.privateIp, host.hostname, ...Object.values(host.networks)];
  if (host.role !== 'manager') return sorted([...all, host.publicIp]);
  const names = sorted(external && !namesPublicIp ? all : [...all, host.publicIp]);
  return namesPublicIp ? literally(names, host.publicIp) : names;
}

/**
 * Names that a manager's external certificate must have: its public address, and behind load balancers also its host
 * name, because HAProxy compares the host name on every port.
 */
export function requiredExternalNames(
  host: Host,
  { balanced, namesPublicIp }: { readonly balanced: boolean; readonly namesPublicIp: boolean },
): SubjectNames {
  const names = sorted(balanced ? [host.publicIp, host.hostname] : [host.publicIp]);
  return namesPublicIp ? literally(names, host.publicIp) : names;
}

/**
 * Adds the virtual address to the names that a certificate of a database or a broker must have, because clients verify
 * that name behind load balancers which forward connections as they are.
 */
export function withVirtualIp({ virtualIp }: Cluster, { role }: Host, names: SubjectNames): SubjectNames {
  if (!virtualIp || (role !== 'database' && role !== 'broker')) return names;
  return { ...names, addresses: [...names.addresses, virtualIp.address] };
}

const literally = (names: SubjectNames, name: string): SubjectNames =>
  names.hostnames.includes(name) ? { ...names, literal: [name] } : names;

/**
 * Names that a host's own certificate is issued with: the required ones, `localhost`, and the load balancers if clients
 * reach the host through them. Cloudify's agents may reach a manager that way (required from 7.0 if an agent network
 * uses them). On the native platform, the load balancers forward the connections of all services as they are.
 */
export function namesToIssue(cluster: Cluster, host: Host, required: SubjectNames): SubjectNames {
  const balanced = cluster.platform === 'native' ? host.role !== 'load_balancer' : host.role === 'manager';
  const balancers = balanced ? balancersOf(cluster) : [];
  return sorted([...required.hostnames, ...required.addresses, ...LOCAL, ...balancers]);
}

/**
 * Adds the addresses of the load balancers to the names of a certificate, because the load balancers may forward
 * connections for their own addresses to a manager.
 */
export function withLoadBalancerNames(
  cluster: Cluster,
  { hostnames, addresses }: SubjectNames,
): SubjectNames {
  return sorted([...hostnames, ...addresses, ...balancersOf(cluster)]);
}

function balancersOf(cluster: Cluster): readonly string[] {
  const { load_balancer: external } = cluster.sourcing;
  if (external.kind === 'external') return [external.address];
  const own = hostsOf(cluster, 'load_balancer').flatMap(({ privateIp, publicIp }) => [privateIp, publicIp]);
  return cluster.virtualIp ? [...own, cluster.virtualIp.address] : own;
}

/** Returns the names that a certificate lacks. */
export function missingNames(
  x509: X509Certificate,
  { addresses, hostnames, literal = [] }: SubjectNames,
): readonly string[] {
  // Node puts a name with special characters in quotes, but no valid host name has any.
  const listed = (x509.subjectAltName ?? '').split(', ');
  return [
    ...addresses.filter((address) => x509.checkIP(address) === undefined),
    // The common name does not count: neither Python nor HAProxy reads it.
    ...hostnames.filter(
      (name) =>
        x509.checkHost(name, { subject: 'never' }) === undefined ||
        (literal.includes(name) && !listed.includes(`DNS:${name}`)),
    ),
  ];
}

function sorted(all: readonly string[]): SubjectNames {
  const unique = [...new Set(all)];
  return {
    addresses: unique.filter((name) => isIpAddress(name)),
    hostnames: unique.filter((name) => !isIpAddress(name)),
  };
}
