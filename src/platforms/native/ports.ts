import { INTER_NODE } from '../../components/rabbitmq/node-port.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { WantedPort } from '../../model/host/wanted-port.ts';
import type { Role } from '../../model/names.ts';

/** The program of the application is unknown, so that any holder of its port counts as the application. */
const ANY_PROGRAM = [''];
const HAPROXY = ['haproxy'];
const ERLANG = ['beam.smp', 'quorate-rabbitmq'];

/** The ports of a load balancer. They differ from those of the members, with which it may share a machine. */
export const BALANCER_PORTS = {
  leader: 5000,
  standbys: 5001,
  brokers: 5673,
  application: 8443,
  statistics: 8404,
} as const;

/** The TCP ports that must be free on a role's host, or used by its own service. */
const PORTS: Readonly<Record<Role, readonly WantedPort[]>> = {
  database: [
    { port: 2379, what: 'etcd clients', ours: ['etcd', 'quorate-etcd'] },
    { port: 2380, what: 'etcd peers', ours: ['etcd', 'quorate-etcd'] },
    { port: 5432, what: 'PostgreSQL', ours: ['postgres', 'quorate-patroni'] },
    { port: 8008, what: 'Patroni', ours: ['patroni', 'quorate-patroni'] },
  ],
  broker: [
    { port: 4369, what: 'Erlang port mapper', ours: ['epmd', 'quorate-rabbitmq'] },
    { port: 5671, what: 'AMQP over TLS', ours: ERLANG },
    { port: 15671, what: 'RabbitMQ management', ours: ERLANG },
    { port: INTER_NODE, what: 'RabbitMQ between nodes', ours: ERLANG },
  ],
  manager: [],
  load_balancer: [
    { port: BALANCER_PORTS.leader, what: 'the leader of the databases', ours: HAPROXY },
    { port: BALANCER_PORTS.standbys, what: 'the standbys of the databases', ours: HAPROXY },
    { port: BALANCER_PORTS.brokers, what: 'the brokers', ours: HAPROXY },
    { port: BALANCER_PORTS.statistics, what: 'statistics', ours: HAPROXY },
  ],
};

/** The TCP ports of a role's host. Those of the application are the inventory's. */
export function portsOf({ native }: Pick<Cluster, 'native'>, role: Role): readonly WantedPort[] {
  const { application } = native ?? {};
  if (!application || role === 'database' || role === 'broker') return PORTS[role];
  const { port } = application;
  return role === 'manager'
    ? [{ port, what: 'the application', ours: ANY_PROGRAM }]
    : [...PORTS[role], { port: BALANCER_PORTS.application, what: 'the application', ours: HAPROXY }];
}
