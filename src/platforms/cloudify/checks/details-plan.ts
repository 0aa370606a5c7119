import { X509Certificate } from 'node:crypto';
import type { DetailsPlan } from '../../../gates/hosts/details/judge.ts';
import type { PeerName } from '../../../gates/hosts/details/peer-names.ts';
import { canonicalAddress } from '../../../model/address.ts';
import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import type { AbsolutePath, Role } from '../../../model/names.ts';

/** Directories in which the package, the product and its services create files. */
const WRITABLE: readonly AbsolutePath[] = ['/etc', '/var/lib', '/var/log', '/tmp'];

/** Data directories of the product's services. */
const LEFTOVERS: Readonly<Record<Role, readonly AbsolutePath[]>> = {
  database: ['/var/lib/etcd', '/var/lib/patroni/data', '/var/lib/pgsql/14/data', '/etc/cloudify'],
  broker: ['/var/lib/rabbitmq/mnesia', '/etc/cloudify'],
  manager: ['/opt/manager', '/etc/cloudify'],
  load_balancer: [],
};

/** The names of all hosts, as the other hosts may resolve them. */
export function peerNames(cluster: Cluster): readonly PeerName[] {
  return cluster.hosts.map(peerName);
}

function peerName({ name, hostname, privateIp }: Host): PeerName {
  return { host: name, hostname, address: privateIp };
}

/** The queries of each host's details. */
export function detailsPlans(cluster: Cluster, material: Material): readonly DetailsPlan[] {
  const names = peerNames(cluster).flatMap(({ hostname, address }) => [hostname, address]);
  return cluster.hosts.map((host) => ({
    host: host.name,
    role: host.role,
    own: peerName(host),
    certificateAddresses: addressesIn(material.hosts[host.name]?.certificate),
    ask: requestFor(host, [...new Set(names)]),
    ...(host.role === 'load_balancer' ? {} : { validate: 'cfy_manager validate' }),
  }));
}

function requestFor({ role, privateIp }: Host, names: readonly string[]): DetailsPlan['ask'] {
  return {
    address: canonicalAddress(privateIp),
    names,
    writable: role === 'load_balancer' ? WRITABLE : [...WRITABLE, '/opt'],
    leftovers: LEFTOVERS[role],
    packages: role === 'load_balancer' ? ['haproxy'] : [],
    ...(role === 'database' ? { syncIn: '/var/lib/etcd' as const } : {}),
  };
}

/** The IP addresses in a certificate; none if it cannot be read, which the certificate checks report. */
function addressesIn(pem: string | undefined): readonly string[] {
  try {
    const names = pem === undefined ? '' : (new X509Certificate(pem).subjectAltName ?? '');
    return names.split(', ').flatMap((name) => /^IP Address:(.+)$/.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}
