import { bracketed, endpoint } from '../../model/address.ts';
import { hostsOf, serverName, type Cluster, type Host } from '../../model/cluster.ts';
import type { KeyPair } from '../../model/material.ts';
import type { HostName } from '../../model/names.ts';
import { Secret } from '../../model/secret.ts';
import { haproxyPaths } from './paths.ts';

/** The ports of a load balancer: those it forwards to the managers, and its own. */
interface BalancerPorts {
  readonly forwarded: readonly number[];
  readonly redirect: number;
  readonly statistics: number;
  readonly peers: number;
}

/** Managers that get no requests any more, by name. Their clients move to other managers. */
interface Drained {
  readonly drained?: readonly HostName[];
}

/** Connections that one nginx worker of a manager accepts (`nginx.worker_connections` as shipped). */
const NGINX_CONNECTIONS = 4096;
/**
 * Requests that are forwarded to one manager at a time. Each uses two connections of nginx: from the load balancer, and
 * to the REST service.
 */
const PER_MANAGER = NGINX_CONNECTIONS / 2;
/** Connections for checks, statistics, peers and redirects. */
const RESERVE = 200;

/**
 * Returns haproxy.cfg of one load balancer: the specification's example, extended by the ports of agents and monitoring,
 * one stick table that survives a reload, verified host names and computed limits. Runs on HAProxy 1.8 and later.
 */
export function haproxyConfig(cluster: Cluster, host: Host, ports: BalancerPorts & Drained): string {
  const managers = hostsOf(cluster, 'manager');
  const sections = [
    ['# Written by quorate from its inventory: a deploy replaces this file.'],
    global(managers),
    DEFAULTS,
    peers(hostsOf(cluster, 'load_balancer'), host, ports.peers),
    redirect(host, ports.redirect),
    forward(managers, host, ports),
    statistics(ports.statistics),
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** Returns the file that HAProxy serves: the certificate with its key. The masked text shows only the certificate. */
export function certificateFile({ certificate, key }: KeyPair): Secret {
  const withKey = (text: string) => `${certificate.trimEnd()}\n${text.trimEnd()}\n`;
  return new Secret(withKey(key.reveal()), withKey(key.toString()));
}

function global(managers: readonly Host[]): readonly string[] {
  return [
    'global',
    `    # ${managers.length} managers of ${PER_MANAGER} connections each (see below), and ${RESERVE} for the rest`,
    `    maxconn ${managers.length * PER_MANAGER + RESERVE}`,
    '    log /dev/log local0',
    '    user haproxy',
    '    group haproxy',
    '    chroot /var/lib/haproxy',
    `    stats socket ${haproxyPaths.socket} mode 660 level admin expose-fd listeners`,
    '    tune.ssl.default-dh-param 2048',
    '    ssl-default-bind-options ssl-min-ver TLSv1.2',
    '    ssl-default-server-options ssl-min-ver TLSv1.2',
  ];
}

const DEFAULTS: readonly string[] = [
  'defaults',
  '    mode http',
  '    log global',
  '    option httplog',
  '    option redispatch',
  '    retries 2',
  '    timeout client 30m',
  '    timeout connect 4s',
  '    timeout server 30m',
  '    timeout check 5s',
];

/**
 * The load balancers are HAProxy peers that share the stick table. A reload copies the table from the old HAProxy
 * process if that process has run for more than 5 s (a younger process still waits for its own copy). HAProxy finds its
 * own entry by the host name.
 */
function peers(balancers: readonly Host[], self: Host, port: number): readonly string[] {
  const alone = balancers.every((balancer) => balancer.name === self.name);
  const at = (balancer: Host) => endpoint(alone ? '127.0.0.1' : balancer.privateIp, port);
  return ['peers balancers', ...balancers.map((balancer) => `    peer ${balancer.hostname} ${at(balancer)}`)];
}

/** True if the load balancer has an IPv6 address and so must bind both families. Otherwise its system may lack IPv6. */
function hasIpv6({ privateIp, publicIp, networks }: Host): boolean {
  return [privateIp, publicIp, ...Object.values(networks)].some((address) => address.includes(':'));
}

function bind(host: Host, port: number): string {
  return hasIpv6(host) ? `    bind :::${port} v4v6` : `    bind *:${port}`;
}

function redirect(host: Host, port: number): readonly string[] {
  return ['frontend redirect', bind(host, port), '    redirect scheme https code 301'];
}

function forward(
  managers: readonly Host[],
  host: Host,
  { forwarded, drained = [] }: BalancerPorts & Drained,
): readonly string[] {
  return [
    'listen manager',
    ...forwarded.map((port) => `${bind(host, port)} ssl crt ${haproxyPaths.certificate}`),
    '    balance roundrobin',
    '    option forwardfor',
    '    # one table for all ports: a client keeps its manager on each of them',
    `    stick-table type ${hasIpv6(host) ? 'ipv6' : 'ip'} size 1m expire 1h peers balancers`,
    '    stick on src',
    '    http-response set-header X-Quorate-Server %s',
    '    # 401 proves that REST answers: a failover of the database must not take all managers out',
    '    option httpchk GET /api/v3.1/status',
    '    http-check expect status 401',
    '    default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions',
    `    # a worker of nginx takes ${NGINX_CONNECTIONS} connections, of which a forwarded request needs two`,
    '    # no port: the one that the client came to is used',
    ...managers.map((manager) => server(manager) + (drained.includes(manager.name) ? ' disabled' : '')),
  ];
}

/**
 * Up to 6.4 a manager serves its external certificate on 443 if it has one, and its internal one on the other ports. From
 * 7.0 on it serves the external one only to clients that name it (SNI), which HAProxy does not. A server line compares one
 * name on all ports: the host name, which both certificates must have (certificates/names.ts). The private address is never
 * a name, so HAProxy starts without DNS.
 */
function server(manager: Host): string {
  const verified = `verify required ca-file ${haproxyPaths.ca} verifyhost ${manager.hostname}`;
  const check = 'check check-ssl port 443';
  return `    server ${serverName(manager)} ${bracketed(manager.privateIp)} maxconn ${PER_MANAGER} ssl ${verified} ${check}`;
}

function statistics(port: number): readonly string[] {
  return [
    'listen statistics',
    `    bind 127.0.0.1:${port}`,
    '    stats enable',
    '    stats uri /stats',
    '    stats refresh 10s',
  ];
}
