import { endpoint } from '../../../model/address.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import { mergeConfig, type ConfigObject } from '../../../components/config-object.ts';
import { databasePaths } from '../paths.ts';
import { overlayOf } from './overlays.ts';

/** The members of etcd as a member's configuration names them. etcd reads them only before it has data. */
interface EtcdMembers {
  readonly members: readonly Host[];
  /** `existing`: the member joins a running cluster. */
  readonly state: 'new' | 'existing';
}

/** etcd refuses writes beyond this size. */
const QUOTA = 2 * 2 ** 30;

const TLS = {
  'cert-file': databasePaths.etcdCertificate,
  'key-file': databasePaths.etcdKey,
  'trusted-ca-file': databasePaths.etcdCa,
  'client-cert-auth': true,
};

/** Settings of a member that need a restart of etcd. */
export function etcdSettings(host: Host, { secrets }: Material): ConfigObject {
  const own = (port: number) => `https://${endpoint(host.privateIp, port)}`;
  const settings: ConfigObject = {
    name: host.name,
    'data-dir': databasePaths.etcdData,
    'listen-peer-urls': own(2380),
    'listen-client-urls': `${own(2379)},https://127.0.0.1:2379`,
    'initial-advertise-peer-urls': own(2380),
    'advertise-client-urls': own(2379),
    'initial-cluster-token': secrets.etcd_token,
    'client-transport-security': TLS,
    'peer-transport-security': TLS,
    'auto-compaction-mode': 'periodic',
    'auto-compaction-retention': '1h',
    'quota-backend-bytes': QUOTA,
    // Patroni and Quorate use it. With a configuration file, etcd 3.4 has it switched off [measured].
    'enable-grpc-gateway': true,
  };
  return mergeConfig(settings, overlayOf(host, 'etcd'));
}

/** Returns etcd's configuration file on a database, as data. */
export function etcdConfig(host: Host, material: Material, { members, state }: EtcdMembers): ConfigObject {
  const peer = ({ name, privateIp }: Host) => `${name}=https://${endpoint(privateIp, 2380)}`;
  return {
    ...etcdSettings(host, material),
    'initial-cluster': members.map(peer).join(','),
    'initial-cluster-state': state,
  };
}

export function databasesOf(cluster: Cluster): readonly Host[] {
  return hostsOf(cluster, 'database');
}

/** Returns the variables with which `etcdctl` logs in to the member on its own host, for an operator's shell. */
export function etcdLogin(): string {
  const { etcdCa, etcdCertificate, etcdKey } = databasePaths;
  return [
    '# Written by quorate: a deploy replaces this file.',
    'export ETCDCTL_ENDPOINTS=https://127.0.0.1:2379',
    `export ETCDCTL_CACERT=${etcdCa}`,
    `export ETCDCTL_CERT=${etcdCertificate}`,
    `export ETCDCTL_KEY=${etcdKey}`,
    '',
  ].join('\n');
}
