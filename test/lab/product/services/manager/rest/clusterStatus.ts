import { readFileSync } from 'node:fs';
import { certificatePaths } from '../../../base/paths.ts';
import { request } from '../../../base/request.ts';
import { ok, type App, type Handler } from './app.ts';

type Status = 'OK' | 'Degraded' | 'Fail';
type NodeType = 'manager' | 'db' | 'broker';

interface Member {
  readonly name: string;
  readonly private_ip: string;
  readonly public_ip: string;
  readonly is_external: boolean;
}

/** Report of a node's monitoring. */
export interface NodeReport {
  readonly services: Readonly<Record<string, boolean>>;
  readonly metrics: Readonly<Record<string, boolean>>;
}

const members: Readonly<Record<NodeType, string>> = {
  broker: 'SELECT name, host AS private_ip, host AS public_ip, is_external FROM rabbitmq_brokers',
  db: 'SELECT name, host AS private_ip, host AS public_ip, is_external FROM db_nodes',
  manager: 'SELECT hostname AS name, private_ip, public_ip, false AS is_external FROM managers',
};

export const clusterStatusHandler: Handler = async ({ app, query }) => {
  const types = Object.keys(members) as NodeType[];
  const states = await Promise.all(types.map((type) => serviceState(app, type)));
  const services = Object.fromEntries(types.map((type, i) => [type, states[i]]));
  const status = worst(states.map((state) => state.status));
  if (query.get('summary') !== 'true') return ok({ services, status });
  return ok({ status, services: {} }, status === 'Fail' ? 500 : 200);
};

async function serviceState(app: App, type: NodeType) {
  const found = await app.database.query<Member>(members[type]);
  if (found.some((member) => member.is_external)) return { is_external: true, status: 'OK' as const };
  const states = await Promise.all(found.map((member) => nodeState(app, type, member)));
  const nodes = Object.fromEntries(found.map((member, i) => [member.name, states[i]]));
  const healthy = states.filter((state) => state.status === 'OK').length;
  const quorum = type === 'manager' ? 1 : Math.floor(states.length / 2) + 1;
  return { is_external: false, status: verdict(healthy, states.length, quorum), nodes };
}

function verdict(healthy: number, all: number, quorum: number): Status {
  if (healthy === all) return 'OK';
  return healthy >= quorum ? 'Degraded' : 'Fail';
}

const worst = (all: readonly Status[]): Status =>
  all.includes('Fail') ? 'Fail' : all.includes('Degraded') ? 'Degraded' : 'OK';

async function nodeState(app: App, type: NodeType, member: Member) {
  const report = await askNode(app, member.private_ip);
  const pick = (all: Readonly<Record<string, boolean>> | undefined) =>
    Object.entries(all ?? {}).filter(([name]) => name.startsWith(`${type}/`));
  const services = pick(report?.services).map(
    ([name, active]) => [name.slice(type.length + 1), active] as const,
  );
  const metrics = pick(report?.metrics).map(
    ([name, healthy]) => [name.slice(type.length + 1), healthy] as const,
  );
  const failures = [
    ...(services.length === 0 ? ['No services.'] : []),
    ...(metrics.length === 0 ? ['No metrics'] : []),
    ...services.filter(([, active]) => !active).map(([name]) => `Service ${name} not active.`),
    ...metrics.filter(([, healthy]) => !healthy).map(([name]) => `Metric ${name} not healthy.`),
  ];
  return {
    private_ip: member.private_ip,
    public_ip: member.public_ip,
    version: app.config.version,
    services: Object.fromEntries(
      services.map(([name, active]) => [name, { status: active ? 'Active' : 'Inactive' }]),
    ),
    metrics: metrics.map(([name, healthy]) => ({ metric_name: name, healthy })),
    failures,
    status: failures.length > 0 ? ('Fail' as const) : ('OK' as const),
  };
}

async function askNode({ config }: App, host: string): Promise<NodeReport | undefined> {
  if (!config.monitoring) return undefined;
  const { username: name, password } = config.monitoring;
  const ask = { host, port: 8009, path: '/monitoring/status', user: { name, password }, timeoutMs: 4000 };
  try {
    const answer = await request({ ...ask, ca: readFileSync(certificatePaths.monitoringCa, 'utf8') });
    return answer.status === 200 ? (answer.json() as NodeReport) : undefined;
  } catch {
    return undefined;
  }
}
