import { databaseProbes } from '../../../components/patroni/database-probes.ts';
import { brokerProbes } from '../../../components/rabbitmq/broker-probes.ts';
import { at, get } from '../../../components/requests.ts';
import { RUNNING_EXECUTIONS } from '../observe/executions.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { knownRelease } from '../product/versions.ts';
import { canonicalAddress } from '../../../model/address.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { HttpProbe, Probe, Probes } from '../../../model/health/gate.ts';
import { remembered } from '../../../model/work/remembered.ts';
import type { Material } from '../../../model/material.ts';
import type { Membership } from '../../../model/health/membership.ts';
import type { Service } from '../../../model/names.ts';
import type { ManagerStatus } from '../../../gates/status-probe.ts';
import type { ProbeInput } from '../../../gates/gate.ts';

const REST = '/api/v3.1';
/** Requested without credentials: a manager returns 401 if nginx and the REST service run. */
export const MANAGER_STATUS: ManagerStatus = { port: 443, path: `${REST}/status`, code: 401 };

/**
 * The members that the inventory lists, each with the node name (of a database: the address) by which its cluster knows
 * it.
 */
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
export function memberProbes(service: Service, host: Host, input: ProbeInput): Probes {
  switch (service) {
    case 'database':
      return databaseProbes(host, input.material);
    case 'broker':
      return brokerProbes(host, input.cluster, input.material);
    case 'manager':
      return managerProbes(host, input);
  }
}

function managerProbes(host: Host, input: ProbeInput): Probes {
  const { cluster, material } = input;
  const status = get(managerUrl(host, input, 'status'), material);
  const ok = knownRelease(cluster.version).okEndpoint
    ? { ok: get(managerUrl(host, input, 'ok'), material) }
    : {};
  return {
    status,
    ...ok,
    managers: registry('managers', host, input),
    brokers: registry('brokers', host, input),
    databases: registry('databases', host, input),
  };
}

/** Queries the running executions as the cluster's administrator. */
export function executions(host: Host, input: ProbeInput): Probe {
  return get(managerUrl(host, input, RUNNING_EXECUTIONS), input.material, administrator(input));
}

/** Paths below /api/v3.1 (manager_rest/rest/endpoint_mapper.py, 120). */
const REGISTRIES = { managers: 'managers', brokers: 'brokers', databases: 'db-nodes' };

/** Queries a registry of a manager as the cluster's administrator. */
export function registry(what: keyof typeof REGISTRIES, host: Host, input: ProbeInput): Probe {
  return get(managerUrl(host, input, REGISTRIES[what]), input.material, administrator(input));
}

function administrator({ cluster, material }: ProbeInput): NonNullable<HttpProbe['auth']> {
  return administratorOf(cluster, material);
}

const administratorOf = remembered((cluster: Cluster, { secrets }: Material) => ({
  user: cluster.adminUser,
  password: secrets.manager_admin_password,
}));

/**
 * Uses port 53333, which serves the same REST with the internal certificate, if the manager has an external one. Up to 6.4
 * port 443 then serves the external certificate, which may lack the private address (nginx/config/manager.upstream).
 */
function managerUrl(host: Host, { material }: ProbeInput, path: string): string {
  const port = material.external[host.name] ? 53333 : 443;
  return `${at(host, port)}${REST}/${path}`;
}

/** Returns the CA (PEM) that verifies an external service's certificate: its own, or the cluster's. */
export function authority(service: keyof Material['serviceCa'], { serviceCa, ca }: Material): string {
  return serviceCa[service] ?? ca;
}
