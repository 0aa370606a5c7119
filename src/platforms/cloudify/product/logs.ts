import type { Cluster, Host } from '../../../model/cluster.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { brokerNodeName } from './members.ts';

const LOGS = '/var/log/cloudify';

/** Where a host's own service says what troubles it; undefined for a balancer, which says it to the journal. */
export function serviceLog(cluster: Cluster, host: Host): AbsolutePath | undefined {
  switch (host.role) {
    case 'database':
      return `${LOGS}/db_cluster/patroni/patroni.log`;
    case 'broker':
      return `${LOGS}/rabbitmq/rabbit@${brokerNodeName(cluster, host)}.log`;
    case 'manager':
      return `${LOGS}/rest/cloudify-rest-service.log`;
    case 'load_balancer':
      return undefined;
  }
}
