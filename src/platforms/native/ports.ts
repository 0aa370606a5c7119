import { INTER_NODE } from '../../components/rabbitmq/node-port.ts';
import { hostsOf, type Cluster, type Host } from '../../model/cluster.ts';
import { machineKey } from '../../model/host/machines.ts';
import type { WantedPort } from '../../model/host/wanted-port.ts';
import type { Role } from '../../model/names.ts';

/** The program of the application is unknown, so that any holder of its port counts as the application. */
const ANY_PROGRAM = [''];
const HAPROXY = ['haproxy'];
const ERLANG = ['beam.smp', 'quorate-rabbitmq'];
const POSTGRESQL = ['postgres', 'quorate-patroni'];

/** The ports on which a load balancer forwards connections. */
interface BalancerPorts {
  readonly leader: number;
  readonly standbys: number;
  readonly brokers: number;
  readonly application: number;
}

/** The port of HAProxy's statistics, which only its own host reaches. */
export const STATISTICS_PORT = 8404;

/** Ports that no member uses, because a load balancer may share its machine and its address with members. */
const AT_OWN_ADDRESS: BalancerPorts = { leader: 5000, standbys: 5001, brokers: 5673, application: 8443 };

/** The usual ports of the services. Members listen on their own addresses, so that these ports are free. */
const AT_VIRTUAL_ADDRESS: BalancerPorts = { leader: 5432, standbys: 5433, brokers: 5671, application: 443 };

export function forwardedPorts({ virtualIp }: Pick<Cluster, 'virtualIp'>): BalancerPorts {
  return virtualIp ? AT_VIRTUAL_ADDRESS : AT_OWN_ADDRESS;
}

/** The address at which a load balancer forwards connections. */
export function balancerAddress({ virtualIp }: Pick<Cluster, 'virtualIp'>, { privateIp }: Host): string {
  return virtualIp?.address ?? privateIp;
}

/** The addresses at which clients reach the load balancers. */
export function balancerAddresses(cluster: Pick<Cluster, 'virtualIp' | 'hosts'>): readonly string[] {
  const all = hostsOf(cluster, 'load_balancer').map((host) => balancerAddress(cluster, host));
  return [...new Set(all)];
}

type Settings = Pick<Cluster, 'native' | 'virtualIp'>;

/** The TCP ports that must be free on a role's host, or used by its own service. */
const PORTS: Readonly<Record<Role, readonly WantedPort[]>> = {
  database: [
    { port: 2379, what: 'etcd clients', ours: ['etcd', 'quorate-etcd'] },
    { port: 2380, what: 'etcd peers', ours: ['etcd', 'quorate-etcd'] },
    { port: 5432, what: 'PostgreSQL', ours: POSTGRESQL },
    { port: 8008, what: 'Patroni', ours: ['patroni', 'quorate-patroni'] },
  ],
  broker: [
    { port: 4369, what: 'Erlang port mapper', ours: ['epmd', 'quorate-rabbitmq'] },
    { port: 5671, what: 'AMQP over TLS', ours: ERLANG },
    { port: 15671, what: 'RabbitMQ management', ours: ERLANG },
    { port: INTER_NODE, what: 'RabbitMQ between nodes', ours: ERLANG },
  ],
  manager: [],
  load_balancer: [],
};

/** The TCP ports of a role's host. Those of the application are the inventory's. */
export function portsOf(settings: Settings, role: Role): readonly WantedPort[] {
  if (role === 'load_balancer') return portsOfBalancer(settings);
  const { application } = settings.native ?? {};
  if (role === 'manager')
    return application ? [{ port: application.port, what: 'the application', ours: ANY_PROGRAM }] : [];
  return PORTS[role];
}

/** The TCP ports of a host. Another role of its machine may use one of them at another address. */
export function portsOfHost(cluster: Cluster, host: Host): readonly WantedPort[] {
  const onMachine = cluster.hosts
    .filter((one) => machineKey(one) === machineKey(host))
    .flatMap(({ role }) => portsOf(cluster, role));
  const users = (port: number) => onMachine.filter((one) => one.port === port);
  return portsOf(cluster, host.role).map((wanted) => ({
    ...wanted,
    ours: [...new Set(users(wanted.port).flatMap(({ ours }) => ours))],
  }));
}

function portsOfBalancer(settings: Settings): readonly WantedPort[] {
  const { leader, standbys, brokers, application } = forwardedPorts(settings);
  const at = settings.virtualIp ? ({ virtual: true } as const) : {};
  return [
    { port: leader, what: 'the leader of the databases', ours: HAPROXY, ...at },
    { port: standbys, what: 'the standbys of the databases', ours: HAPROXY, ...at },
    { port: brokers, what: 'the brokers', ours: HAPROXY, ...at },
    { port: STATISTICS_PORT, what: 'statistics', ours: HAPROXY },
    ...(settings.native?.application
      ? [{ port: application, what: 'the application', ours: HAPROXY, ...at }]
      : []),
  ];
}
