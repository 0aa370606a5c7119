import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { Flow } from '../../../model/host/connections.ts';
import type { Role } from '../../../model/names.ts';
import { LOAD_BALANCER_PORTS } from '../product/ports.ts';
import type { Release } from '../product/releases.ts';
import { knownRelease } from '../product/versions.ts';

/** Ports that every host of one role needs of every host of another role, or of the other hosts of its own role. */
interface Row {
  readonly from: Role;
  readonly to: Role;
  readonly what: string;
  readonly ports: readonly number[] | ((release: Release) => readonly number[]);
  readonly when?: (release: Release, cluster: Cluster) => boolean;
  readonly optional?: true;
}

const MONITORED: Row['when'] = (release, cluster) => release.monitoring && cluster.monitoring;
/** Ports on which `rabbitmqctl` listens while it runs. */
const RABBITMQCTL = Array.from({ length: 11 }, (_, index) => 35672 + index);

/** The ports between the roles (docs/cloudify-facts.md 2.9). */
const ROWS: readonly Row[] = [
  { from: 'database', to: 'database', what: 'etcd clients', ports: [2379] },
  { from: 'database', to: 'database', what: 'etcd peers', ports: [2380] },
  { from: 'database', to: 'database', what: 'PostgreSQL', ports: [5432] },
  { from: 'database', to: 'database', what: 'Patroni', ports: [8008] },
  { from: 'broker', to: 'broker', what: 'Erlang port mapper', ports: [4369] },
  { from: 'broker', to: 'broker', what: 'RabbitMQ between nodes', ports: [25672] },
  { from: 'broker', to: 'broker', what: 'rabbitmqctl', ports: RABBITMQCTL, optional: true },
  { from: 'manager', to: 'database', what: 'PostgreSQL', ports: [5432] },
  { from: 'manager', to: 'database', what: 'Patroni', ports: [8008] },
  { from: 'manager', to: 'broker', what: 'AMQP over TLS', ports: [5671] },
  { from: 'manager', to: 'broker', what: 'RabbitMQ management', ports: [15671] },
  { from: 'manager', to: 'manager', what: 'file replication', ports: [22000] },
  { from: 'manager', to: 'manager', what: 'REST', ports: [443, 53333], optional: true },
  ...(['database', 'broker', 'manager'] as const).map((to): Row => ({
    from: 'manager',
    to,
    what: 'monitoring',
    ports: [8009],
    when: MONITORED,
  })),
  {
    ...{ from: 'load_balancer', to: 'manager', what: 'forwarded to the managers' },
    ports: ({ balancedPorts }) => balancedPorts,
  },
  { from: 'load_balancer', to: 'load_balancer', what: 'stick table', ports: [LOAD_BALANCER_PORTS.peers] },
];

/** Every port that a host of the cluster needs of another host. */
export function flowsOf(cluster: Cluster): readonly Flow[] {
  const release = knownRelease(cluster.version);
  return ROWS.filter(({ when }) => when?.(release, cluster) ?? true).flatMap((row) => {
    const ports = typeof row.ports === 'function' ? row.ports(release) : row.ports;
    return pairsOf(row, cluster).flatMap(([from, to]) =>
      ports.map((port) => ({
        ...{ from: from.name, to: to.name, address: to.privateIp, port, what: row.what },
        ...(row.optional && { optional: true as const }),
      })),
    );
  });
}

/** Pairs of different hosts. The same machine may have several roles. */
function pairsOf({ from, to }: Row, cluster: Cluster): readonly (readonly [Host, Host])[] {
  return hostsOf(cluster, from).flatMap((one) =>
    hostsOf(cluster, to)
      .filter(({ name, privateIp }) => name !== one.name && privateIp !== one.privateIp)
      .map((other) => [one, other] as const),
  );
}
