import { INTER_NODE } from '../../../components/rabbitmq/node-port.ts';
import type { WantedPort } from '../../../model/host/wanted-port.ts';
import type { Role } from '../../../model/names.ts';
import type { Release } from './releases.ts';

/** Ports of a load balancer besides the ones that it forwards. */
export const LOAD_BALANCER_PORTS = { redirect: 80, statistics: 8404, peers: 10000 } as const;

const MONITORING: WantedPort = { port: 8009, what: 'monitoring', ours: ['nginx'] };
const ERLANG = ['beam.smp', 'rabbitmq-server'];

const SERVICE_PORTS: Readonly<Record<Exclude<Role, 'load_balancer'>, readonly WantedPort[]>> = {
  database: [
    { port: 2379, what: 'etcd clients', ours: ['etcd'] },
    { port: 2380, what: 'etcd peers', ours: ['etcd'] },
    { port: 5432, what: 'PostgreSQL', ours: ['postgres'] },
    { port: 8008, what: 'Patroni', ours: ['patroni'] },
  ],
  broker: [
    { port: 4369, what: 'Erlang port mapper', ours: ['epmd'] },
    { port: 5671, what: 'AMQP over TLS', ours: ERLANG },
    { port: 15671, what: 'RabbitMQ management', ours: ERLANG },
    { port: INTER_NODE, what: 'RabbitMQ between nodes', ours: ERLANG },
  ],
  manager: [
    { port: 443, what: 'REST and UI', ours: ['nginx'] },
    { port: 53333, what: 'REST for agents', ours: ['nginx'] },
    { port: 22000, what: 'file replication', ours: ['syncthing'] },
  ],
};

/** Units that listen on these ports. Later releases start most of the programs with supervisord. */
export const SERVICE_UNITS: readonly string[] = [
  ...['supervisord', 'etcd', 'patroni', 'rabbitmq-server', 'cloudify-rabbitmq', 'nginx', 'haproxy'],
];

/** Returns the TCP ports that must be free on a role's host, or used by its own service (docs/cloudify-facts.md 2.9). */
export function portsOfRole(role: Role, release: Release, monitoring: boolean): readonly WantedPort[] {
  if (role === 'load_balancer') return balancerPorts(release);
  return monitoring && release.monitoring ? [...SERVICE_PORTS[role], MONITORING] : SERVICE_PORTS[role];
}

function balancerPorts(release: Release): readonly WantedPort[] {
  const ours = ['haproxy'];
  return [
    ...release.balancedPorts.map((port) => ({ port, what: 'forwarded to the managers', ours })),
    { port: LOAD_BALANCER_PORTS.redirect, what: 'redirect to HTTPS', ours },
    { port: LOAD_BALANCER_PORTS.statistics, what: 'statistics', ours },
    { port: LOAD_BALANCER_PORTS.peers, what: 'stick table', ours },
  ];
}
