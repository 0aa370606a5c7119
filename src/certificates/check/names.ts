import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { hostsOf } from '../../model/cluster.ts';
import type { Cluster, Host } from '../../model/cluster.ts';

/** What a certificate must name among its subject alternative names. */
export interface SubjectNames {
  readonly addresses: readonly string[];
  readonly hostnames: readonly string[];
}

/** A client certificate names nobody: it is known by its common name. */
export const NO_NAMES: SubjectNames = { addresses: [], hostnames: [] };

/** How every host knows itself; the specification's example has these. */
const LOCAL = ['localhost', '127.0.0.1'];

/**
 * What a host's own certificate must name, or somebody cannot verify it: its host name (the load balancers compare
 * that), its private address, its public address and every network (val.py, 7.0, of managers). A manager with an
 * external certificate shows that one to the public.
 */
export function requiredOwnNames(host: Host, { external }: { readonly external: boolean }): SubjectNames {
  const all = [host.privateIp, host.hostname, ...Object.values(host.networks)];
  return sorted(external ? all : [...all, host.publicIp]);
}

/**
 * What a manager's external certificate must name: its public address, and behind load balancers its host name as well,
 * since HAProxy compares that on every port.
 */
export function requiredExternalNames(
  host: Host,
  { balanced }: { readonly balanced: boolean },
): SubjectNames {
  return sorted(balanced ? [host.publicIp, host.hostname] : [host.publicIp]);
}

/**
 * What a certificate is issued for, besides what it must name: this machine itself, and for a manager the load
 * balancers, through which agents may reach it (asked for from 7.0 where a network of agents is theirs).
 */
export function namesToIssue(cluster: Cluster, host: Host, must: SubjectNames): SubjectNames {
  const balancers = host.role === 'manager' ? balancersOf(cluster) : [];
  return sorted([...must.hostnames, ...must.addresses, ...LOCAL, ...balancers]);
}

/** With the load balancers, which may pass on to a manager what is meant for them. */
export function withLoadBalancerNames(
  cluster: Cluster,
  { hostnames, addresses }: SubjectNames,
): SubjectNames {
  return sorted([...hostnames, ...addresses, ...balancersOf(cluster)]);
}

function balancersOf(cluster: Cluster): readonly string[] {
  const { load_balancer: external } = cluster.sourcing;
  if (external.kind === 'external') return [external.address];
  return hostsOf(cluster, 'load_balancer').flatMap(({ privateIp, publicIp }) => [privateIp, publicIp]);
}

/** The wanted names that a certificate does not carry. */
export function missingNames(
  x509: X509Certificate,
  { addresses, hostnames }: SubjectNames,
): readonly string[] {
  return [
    ...addresses.filter((address) => x509.checkIP(address) === undefined),
    // The subject is no substitute: neither Python nor HAProxy looks there.
    ...hostnames.filter((name) => x509.checkHost(name, { subject: 'never' }) === undefined),
  ];
}

function sorted(all: readonly string[]): SubjectNames {
  const unique = [...new Set(all)];
  return {
    addresses: unique.filter((text) => isIP(text) !== 0),
    hostnames: unique.filter((text) => isIP(text) === 0),
  };
}
