import type { Cluster, Host } from '../../model/cluster.ts';
import type { Probes } from '../../model/health/gate.ts';
import type { Material } from '../../model/material.ts';
import { at, get } from '../requests.ts';

const CHECKS = '/api/health/checks';

/** Queries a node's management interface. `brokerView` reads the answers. */
export function brokerProbes(host: Host, { brokerUser: user }: Cluster, material: Material): Probes {
  const auth = { user, password: material.secrets.rabbitmq_password };
  const ask = (path: string) => get(`${at(host, 15671)}${path}`, material, auth);
  return {
    nodes: ask('/api/nodes'),
    queues: ask('/api/queues?columns=name,vhost,slave_nodes,synchronised_slave_nodes'),
    quorumCritical: ask(`${CHECKS}/node-is-quorum-critical`),
    mirrorCritical: ask(`${CHECKS}/node-is-mirror-sync-critical`),
    alarms: ask(`${CHECKS}/alarms`),
  };
}
