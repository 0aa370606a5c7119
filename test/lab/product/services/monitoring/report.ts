import { readFileSync } from 'node:fs';
import { accepts } from '../../base/network.ts';
import { request } from '../../base/request.ts';
import { isActive } from '../../base/systemd.ts';
import type { NodeReport } from '../manager/rest/clusterStatus.ts';

export interface MonitoringConfig {
  readonly address: string;
  readonly services: readonly string[];
  readonly credentials: { readonly username: string; readonly password: string };
}

type Check = (config: MonitoringConfig) => Promise<boolean>;

/** Monitored units of each service, and a metric that shows that the service works. */
const watched: Readonly<
  Record<string, { type: string; units: readonly string[]; metric: string; check: Check }>
> = {
  database_service: {
    type: 'db',
    units: ['etcd', 'patroni'],
    metric: 'postgresql',
    check: async ({ address }) => (await ask(address, 8008, '/health')) === 200,
  },
  queue_service: {
    type: 'broker',
    units: ['cloudify-rabbitmq'],
    metric: 'rabbitmq',
    check: ({ address }) => accepts(address, 5671),
  },
  manager_service: {
    type: 'manager',
    units: ['cloudify-restservice'],
    metric: 'http endpoints',
    check: async ({ address }) => (await ask(address, 53333, '/api/v3.1/status')) === 401,
  },
};

export async function report(config: MonitoringConfig): Promise<NodeReport> {
  const services: Record<string, boolean> = {};
  const metrics: Record<string, boolean> = {};
  for (const name of config.services) {
    const found = watched[name];
    if (!found) continue;
    for (const unit of found.units) services[`${found.type}/${unit}`] = await isActive(unit);
    metrics[`${found.type}/${found.metric}`] = await found.check(config).catch(() => false);
  }
  return { services, metrics };
}

const ask = async (host: string, port: number, path: string): Promise<number> =>
  (await request({ host, port, path, trustAll: true, timeoutMs: 2000 })).status;

export const readMonitoringConfig = (path: string): MonitoringConfig =>
  JSON.parse(readFileSync(path, 'utf8')) as MonitoringConfig;
