import { RUNNING_EXECUTIONS } from '../observe/executions.ts';
import { brokerNodeName } from '../product/members.ts';
import { LOAD_BALANCER_PORTS } from '../product/ports.ts';
import { knownRelease } from '../product/versions.ts';
import { canonicalAddress, endpoint } from '../../../model/address.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { HttpProbe, Probe, Probes } from '../../../model/health/gate.ts';
import type { Material } from '../../../model/material.ts';
import type { Membership } from '../../../model/health/membership.ts';
import type { Service } from '../../../model/names.ts';
import type { Gate } from '../../../gates/gate.ts';

const PATIENCE = 5 * SECOND;
const CHECKS = '/api/health/checks';
const REST = '/api/v3.1';
/** Returns 401 without credentials if nginx and the REST service run. */
export const STATUS = `${REST}/status`;

/** Input of the functions that build probes. */
export interface Asking {
  readonly cluster: Cluster;
  readonly material: Material;
}

/** The members that the inventory lists, each with its name in its own cluster. */
export function expectedOf(cluster: Cluster, service: Service): Membership['expected'] {
  return hostsOf(cluster, service).map((host) => ({
    host: host.name,
    node: nodeOf(cluster, host),
    standing: 'member',
  }));
}

function nodeOf(cluster: Cluster, host: Host): string {
  if (host.role === 'database') return canonicalAddress(host.privateIp);
  return host.role === 'broker' ? brokerNodeName(cluster, host) : host.hostname;
}

/** Returns a member's probes (docs/architecture/conventions.md), by the names with which their answers are read. */
export function memberProbes(service: Service, host: Host, asking: Asking): Probes {
  switch (service) {
    case 'database':
      return databaseProbes(host, asking);
    case 'broker':
      return brokerProbes(host, asking);
    case 'manager':
      return managerProbes(host, asking);
  }
}

/** Returns the named probes for every member of a service, and the expected members as arguments for the judge. */
export function askMembers(
  service: Service,
  names: readonly string[],
  asking: Asking,
): ReturnType<Gate['asks']> {
  const asks = hostsOf(asking.cluster, service).map((host) => {
    const probes = Object.entries(memberProbes(service, host, asking));
    return { host: host.name, probes: Object.fromEntries(probes.filter(([name]) => names.includes(name))) };
  });
  return { asks, args: { expected: expectedOf(asking.cluster, service) } };
}

function databaseProbes(host: Host, { material }: Asking): Probes {
  return {
    etcd: get(`${at(host, 2379)}/health`, material),
    etcdMembers: request({
      method: 'POST',
      url: `${at(host, 2379)}/v3/cluster/member/list`,
      ca: material.ca,
      body: '{}',
    }),
    patroni: get(`${at(host, 8008)}/cluster`, material),
    postgres: get(`${at(host, 8008)}/patroni`, material),
  };
}

function brokerProbes(host: Host, { cluster, material }: Asking): Probes {
  const auth = { user: cluster.brokerUser, password: material.secrets.rabbitmq_password };
  const ask = (path: string) => get(`${at(host, 15671)}${path}`, material, auth);
  return {
    nodes: ask('/api/nodes'),
    queues: ask('/api/queues?columns=name,vhost,slave_nodes,synchronised_slave_nodes'),
    quorumCritical: ask(`${CHECKS}/node-is-quorum-critical`),
    mirrorCritical: ask(`${CHECKS}/node-is-mirror-sync-critical`),
    alarms: ask(`${CHECKS}/alarms`),
  };
}

function managerProbes(host: Host, asking: Asking): Probes {
  const { cluster, material } = asking;
  const status = get(managerUrl(host, asking, 'status'), material);
  const ok = knownRelease(cluster.version).okEndpoint
    ? { ok: get(managerUrl(host, asking, 'ok'), material) }
    : {};
  return {
    status,
    ...ok,
    managers: registry('managers', host, asking),
    brokers: registry('brokers', host, asking),
    databases: registry('databases', host, asking),
  };
}

/** Queries the running executions as the cluster's administrator. */
export function executions(host: Host, asking: Asking): Probe {
  const { cluster, material } = asking;
  const auth = { user: cluster.adminUser, password: material.secrets.manager_admin_password };
  return get(managerUrl(host, asking, RUNNING_EXECUTIONS), material, auth);
}

/** Paths below /api/v3.1 (manager_rest/rest/endpoint_mapper.py, 120). */
const REGISTRIES = { managers: 'managers', brokers: 'brokers', databases: 'db-nodes' };

/** Queries a registry of a manager as the cluster's administrator. */
export function registry(what: keyof typeof REGISTRIES, host: Host, asking: Asking): Probe {
  const { cluster, material } = asking;
  const auth = { user: cluster.adminUser, password: material.secrets.manager_admin_password };
  return get(managerUrl(host, asking, REGISTRIES[what]), material, auth);
}

/**
 * Uses port 53333, which serves the same REST with the internal certificate, if the manager has an external one. Port 443
 * then serves the external certificate, which may lack the private address.
 */
function managerUrl(host: Host, { material }: Asking, path: string): string {
  const port = material.external[host.name] ? 53333 : 443;
  return `${at(host, port)}${REST}/${path}`;
}

/** `https://198.51.100.11:2379` */
export function at(host: Host, port: number): string {
  return `https://${endpoint(host.privateIp, port)}`;
}

/** Returns the CA (PEM) that verifies an external service's certificate: its own, or the cluster's. */
export function authority(service: keyof Material['serviceCa'], { serviceCa, ca }: Material): string {
  return serviceCa[service] ?? ca;
}

/** A GET over TLS, verified with the CA of the cluster or of the external service. */
export function get(url: string, { ca }: Pick<Material, 'ca'>, auth?: HttpProbe['auth']): Probe {
  return request({ method: 'GET', url, ca, ...(auth ? { auth } : {}) });
}

function request(probe: Omit<HttpProbe, 'timeoutMs'>): Probe {
  return { kind: 'request', request: { ...probe, timeoutMs: PATIENCE } };
}

/** Queries the running HAProxy for its servers. `balancedServers` reads the answer. */
export function statistics(): Probe {
  return request({ method: 'GET', url: `http://127.0.0.1:${LOAD_BALANCER_PORTS.statistics}/stats;csv` });
}
