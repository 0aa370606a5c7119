import type { Cluster, Host } from '../../../model/cluster.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';

const LOGS = '/var/log/cloudify';

/** Returns the log of a host's own service; undefined for a load balancer, which logs to the systemd journal. */
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
