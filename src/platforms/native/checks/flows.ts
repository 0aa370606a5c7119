import { hostsOf, type Cluster } from '../../../model/cluster.ts';
import type { Flow } from '../../../model/host/connections.ts';
import type { Role } from '../../../model/names.ts';
import { forwardedPorts } from '../ports.ts';

interface Row {
  readonly from: Role;
  readonly to: Role;
  readonly what: string;
  readonly port: number;
}

/** The ports between the roles. */
const ROWS: readonly Row[] = [
  { from: 'database', to: 'database', what: 'etcd clients', port: 2379 },
  { from: 'database', to: 'database', what: 'etcd peers', port: 2380 },
  { from: 'database', to: 'database', what: 'PostgreSQL', port: 5432 },
  { from: 'database', to: 'database', what: 'Patroni', port: 8008 },
  { from: 'broker', to: 'broker', what: 'Erlang port mapper', port: 4369 },
  { from: 'broker', to: 'broker', what: 'RabbitMQ between nodes', port: 25672 },
  { from: 'load_balancer', to: 'database', what: 'PostgreSQL', port: 5432 },
  { from: 'load_balancer', to: 'database', what: 'Patroni', port: 8008 },
  { from: 'load_balancer', to: 'broker', what: 'AMQP over TLS', port: 5671 },
];

/** The application's connections: directly to the members only if there are no load balancers. */
function applicationRows(cluster: Cluster): readonly Row[] {
  const { application } = cluster.native ?? {};
  if (!application) return [];
  const to = hostsOf(cluster, 'load_balancer').length > 0 ? balancedRows(cluster) : DIRECT;
  return [
    { from: 'load_balancer', to: 'manager', what: 'the application', port: application.port },
    ...to.map((row) => ({ from: 'manager' as const, ...row })),
  ];
}

/** None for a virtual address: no host has it before the first deploy, and then HAProxy binds no other one. */
function balancedRows(cluster: Cluster): readonly Omit<Row, 'from'>[] {
  if (cluster.virtualIp) return [];
  const { leader, standbys, brokers } = forwardedPorts(cluster);
  return [
    { to: 'load_balancer', what: 'the leader of the databases', port: leader },
    { to: 'load_balancer', what: 'the standbys of the databases', port: standbys },
    { to: 'load_balancer', what: 'the brokers', port: brokers },
  ];
}

const DIRECT: readonly Omit<Row, 'from'>[] = [
  { to: 'database', what: 'PostgreSQL', port: 5432 },
  { to: 'broker', what: 'AMQP over TLS', port: 5671 },
];

/** Every port that a host of the cluster needs of another host. The same machine may have several roles. */
export function flowsOf(cluster: Cluster): readonly Flow[] {
  return [...ROWS, ...applicationRows(cluster)].flatMap(({ from, to, what, port }) =>
    hostsOf(cluster, from).flatMap((one) =>
      hostsOf(cluster, to)
        .filter(({ name, privateIp }) => name !== one.name && privateIp !== one.privateIp)
        .map((other) => ({ from: one.name, to: other.name, address: other.privateIp, port, what })),
    ),
  );
}
