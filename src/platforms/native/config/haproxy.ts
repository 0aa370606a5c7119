import { bracketed, endpoint } from '../../../model/address.ts';
import { hostsOf, type Application, type Cluster, type Host } from '../../../model/cluster.ts';
import { haproxyPaths } from '../../../components/haproxy/paths.ts';
import { balancerAddress, forwardedPorts, STATISTICS_PORT } from '../ports.ts';

/** The sections of haproxy.cfg that forward connections, by the name that the statistics show. */
export const FORWARDED = {
  leader: 'leader',
  standbys: 'standbys',
  brokers: 'brokers',
  application: 'application',
} as const;

/** Returns the line that binds a section to its address and port. */
type Bind = (name: keyof typeof FORWARDED) => string;

/** Bytes that a standby may be behind its leader. */
const STANDBY_LAG = 2 ** 20;

/**
 * Returns haproxy.cfg of a load balancer. Connections are forwarded as they are: clients verify the certificates of the
 * databases and the brokers themselves. The health checks ask Patroni over TLS which database leads.
 */
export function balancerConfig(cluster: Cluster, host: Host): string {
  const databases = hostsOf(cluster, 'database');
  const brokers = hostsOf(cluster, 'broker');
  const { application } = cluster.native ?? {};
  const bind: Bind = (name) =>
    `    bind ${endpoint(balancerAddress(cluster, host), forwardedPorts(cluster)[name])}`;
  const sections = [
    ['# Written by quorate from its inventory: a deploy replaces this file.'],
    GLOBAL,
    DEFAULTS,
    ...(databases.length > 0
      ? [
          patroniSection(FORWARDED.leader, '/primary', { bind, databases }),
          patroniSection(FORWARDED.standbys, `/replica?lag=${STANDBY_LAG}`, { bind, databases }),
        ]
      : []),
    ...(brokers.length > 0 ? [brokersSection(bind, brokers)] : []),
    ...(application ? [applicationSection(bind, application, hostsOf(cluster, 'manager'))] : []),
    STATISTICS,
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

const GLOBAL: readonly string[] = [
  'global',
  '    maxconn 4000',
  '    log /dev/log local0',
  '    user haproxy',
  '    group haproxy',
  '    chroot /var/lib/haproxy',
  `    stats socket ${haproxyPaths.socket} mode 660 level admin expose-fd listeners`,
  '    ssl-default-server-options ssl-min-ver TLSv1.2',
];

const DEFAULTS: readonly string[] = [
  'defaults',
  '    mode tcp',
  '    log global',
  '    option tcplog',
  '    option redispatch',
  '    option clitcpka',
  '    option srvtcpka',
  '    retries 2',
  '    timeout client 24h',
  '    timeout connect 4s',
  '    timeout server 24h',
  '    timeout check 5s',
];

/** A killed member must lose its connections at once, so that no client waits for an answer. */
const SERVERS = '    default-server inter 2s fall 3 rise 2 on-marked-down shutdown-sessions';

function patroniSection(
  name: 'leader' | 'standbys',
  path: string,
  { bind, databases }: { readonly bind: Bind; readonly databases: readonly Host[] },
): readonly string[] {
  return [
    `listen ${name}`,
    bind(name),
    `    option httpchk GET ${path}`,
    '    http-check expect status 200',
    SERVERS,
    ...databases.map(
      (database) => `    server ${database.name} ${endpoint(database.privateIp, 5432)} ${check(database)}`,
    ),
  ];
}

/** Patroni serves its state on its own port, with the certificate of its host. */
function check({ hostname }: Host): string {
  return `check check-ssl port 8008 verify required ca-file ${haproxyPaths.ca} verifyhost ${hostname}`;
}

function brokersSection(bind: Bind, brokers: readonly Host[]): readonly string[] {
  return [
    `listen ${FORWARDED.brokers}`,
    bind(FORWARDED.brokers),
    '    balance leastconn',
    SERVERS,
    ...brokers.map((broker) => `    server ${broker.name} ${bracketed(broker.privateIp)}:5671 check`),
  ];
}

/** A client keeps its server while that is up. */
function applicationSection(
  bind: Bind,
  { port, health }: Application,
  managers: readonly Host[],
): readonly string[] {
  return [
    `listen ${FORWARDED.application}`,
    bind(FORWARDED.application),
    '    balance source',
    '    hash-type consistent',
    `    option httpchk GET ${health.path}`,
    `    http-check expect status ${health.expect}`,
    SERVERS,
    ...managers.map((manager) => `    server ${manager.name} ${endpoint(manager.privateIp, port)} check`),
  ];
}

const STATISTICS: readonly string[] = [
  'listen statistics',
  '    mode http',
  '    option httplog',
  `    bind 127.0.0.1:${STATISTICS_PORT}`,
  '    stats enable',
  '    stats uri /stats',
  '    stats refresh 10s',
];
