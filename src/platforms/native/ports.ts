import { INTER_NODE } from '../../components/rabbitmq/node-port.ts';
import type { WantedPort } from '../../model/host/wanted-port.ts';
import type { Role } from '../../model/names.ts';

const HAPROXY = ['haproxy'];
const ERLANG = ['beam.smp', 'quorate-rabbitmq'];

/** The ports of a load balancer. They differ from those of the members, with which it may share a machine. */
export const BALANCER_PORTS = { leader: 5000, standbys: 5001, brokers: 5673, statistics: 8404 } as const;

/** The TCP ports that must be free on a role's host, or used by its own service. */
export const PORTS: Readonly<Record<Role, readonly WantedPort[]>> = {
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
