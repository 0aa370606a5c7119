import type { Service } from '../../../model/names.ts';
import type { Cluster, Host } from '../../../model/cluster.ts';
import type { LogSource } from '../../../model/health/gate.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';

const LOGS = '/var/log/cloudify';

/** Returns the log of a host's own service. HAProxy logs to the journal of systemd. */
export function serviceLog(cluster: Cluster, host: Host): LogSource {
  switch (host.role) {
    case 'database':
      return `${LOGS}/db_cluster/patroni/patroni.log`;
    case 'broker':
      return `${LOGS}/rabbitmq/rabbit@${brokerNodeName(cluster, host)}.log`;
    case 'manager':
      return `${LOGS}/rest/cloudify-rest-service.log`;
    case 'load_balancer':
      return { unit: 'haproxy' };
  }
}

/** Prints the end of a member's log in every release. */
export const SHOW_MEMBER_LOG: Readonly<Record<Service, string>> = {
  database: `tail -n 50 ${LOGS}/db_cluster/patroni/patroni.log`,
  broker: `tail -n 50 ${LOGS}/rabbitmq/rabbit@*.log`,
  manager: `tail -n 50 ${LOGS}/rest/cloudify-rest-service.log`,
};
