import { X509Certificate } from 'node:crypto';
import type { DetailsPlan } from '../../../gates/hosts/details/judge.ts';
import type { PeerName } from '../../../gates/hosts/details/peer-names.ts';
import { canonicalAddress } from '../../../model/address.ts';
import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { installedOn } from '../packages.ts';
import { DATA_MOUNTS, dataDirectory, databasePaths } from '../paths.ts';

/** Directories in which the packages and the services create files. */
const WRITABLE: readonly AbsolutePath[] = ['/etc', '/var/lib', '/var/log', '/tmp'];

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
    ask: {
      address: canonicalAddress(host.privateIp),
      names: [...new Set(names)],
      writable: WRITABLE,
      leftovers: leftoversOf(host, cluster),
      packages: offeredByHost(host, cluster),
      ...(host.role === 'database' ? { syncIn: directoryOfEtcd(cluster) } : {}),
    },
  }));
}

/** A directory on the disk of etcd's data, which exists before etcd is installed. */
function directoryOfEtcd({ native }: Cluster): AbsolutePath {
  return native?.mounts.includes(DATA_MOUNTS.etcd) ? DATA_MOUNTS.etcd : '/var/lib';
}

/** The packages that the host's own repositories must offer. What another source offers is not known before it is set up. */
function offeredByHost({ role }: Host, cluster: Cluster): readonly string[] {
  if (cluster.native?.packages) return [];
  return installedOn(role, cluster);
}

function leftoversOf({ role }: Host, { version }: Cluster): readonly AbsolutePath[] {
  if (role === 'database') return [databasePaths.etcdData, dataDirectory(version.major)];
  return role === 'broker' ? ['/var/lib/rabbitmq/mnesia'] : [];
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
