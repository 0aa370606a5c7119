import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { brokerProbes } from '../../../components/rabbitmq/broker-probes.ts';
import { databaseProbes } from '../../../components/patroni/database-probes.ts';
import { at, request } from '../../../components/requests.ts';
import { canonicalAddress } from '../../../model/address.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { Probes } from '../../../model/health/gate.ts';
import { remembered } from '../../../model/work/remembered.ts';
import type { Material } from '../../../model/material.ts';
import type { Service } from '../../../model/names.ts';
import type { MembershipQuery } from '../../../model/plan/plan.ts';
import { applicationProbes } from './application.ts';

/** Returns the probes with which each member of a service is queried about itself and the other members. */
export const membershipQuery = remembered(
  (cluster: Cluster, service: Service, material: Material): MembershipQuery => {
    const members = hostsOf(cluster, service).map((host) => ({
      host: host.name,
      node: nodeOf(cluster, host),
      standing: 'member' as const,
      probes: probesOf(host, cluster, material),
    }));
    return { service, members };
  },
);

function nodeOf(cluster: Cluster, host: Host): string {
  if (host.role === 'database') return canonicalAddress(host.privateIp);
  return host.role === 'broker' ? brokerNodeName(cluster, host) : host.hostname;
}

function probesOf(host: Host, cluster: Cluster, material: Material): Probes {
  switch (host.role) {
    case 'database':
      return { ...databaseProbes(host, material), ...etcdProbes(host, material) };
    case 'broker':
      return brokerProbes(host, cluster, material);
    case 'manager':
      return cluster.native?.application ? applicationProbes(host, cluster.native.application) : {};
    case 'load_balancer':
      return {};
  }
}

/** The name of Quorate's own pair, with which it logs in to etcd (certificates/check/pairs.ts). */
const ETCD_CLIENT = 'quorate';

/** etcd accepts only clients with a certificate of its own CA. Version 3 lists its members in answer to a POST. */
function etcdProbes(host: Host, { etcd }: Material): Probes {
  const client = etcd?.pairs[ETCD_CLIENT];
  const way = { ca: etcd?.ca ?? '', ...(client && { client }) };
  const url = at(host, 2379);
  return {
    etcd: request({ method: 'GET', url: `${url}/health`, ...way }),
    etcdMembers: request({ method: 'POST', url: `${url}/v3/cluster/member/list`, body: '{}', ...way }),
    // Lists alarms without a round of Raft, unlike the query of alarms itself.
    etcdStatus: request({ method: 'POST', url: `${url}/v3/maintenance/status`, body: '{}', ...way }),
  };
}
