import { parse } from 'yaml';
import { databasePaths } from '../../platforms/native/paths.ts';
import { fileText } from '../world/host.ts';
import type { DatabaseCluster, Parameters, SimulatedHost, World } from '../world/state.ts';

/** The parameters that the simulation knows, with Patroni's and PostgreSQL's defaults. All need a restart. */
const DEFAULTS = {
  max_connections: '100',
  max_worker_processes: '8',
  max_wal_senders: '10',
  max_prepared_transactions: '0',
  max_locks_per_transaction: '64',
};

/** Patroni's loop_wait: the time until a member has read a changed configuration in etcd. */
const LOOP_MS = 10_000;

interface PatroniFile {
  readonly postgresql?: { readonly parameters?: Record<string, unknown> };
  readonly bootstrap?: { readonly dcs?: PatroniFile };
}

/** PostgreSQL of a database starts with these. A standby takes no smaller value than its leader runs with. */
export function startParameters(world: World, host: SimulatedHost): Parameters {
  const wanted = wantedParameters(world, host);
  const leader = world.hosts.get(host.database?.cluster.leader ?? '');
  const running = leader && leader !== host ? leader.database?.parameters : undefined;
  if (!running) return wanted;
  const names = Object.keys(DEFAULTS);
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => {
      const least = names.includes(name) ? Number(running[name] ?? 0) : 0;
      return [name, Number(value) < least ? String(least) : value];
    }),
  );
}

/** True if PostgreSQL runs with other parameters than its file and etcd have. */
export function isPendingRestart(world: World, host: SimulatedHost): boolean {
  const running = host.database?.parameters;
  const wanted = Object.entries(wantedParameters(world, host));
  return running !== undefined && wanted.some(([name, value]) => running[name] !== value);
}

/** Writes settings `postgresql.parameters.NAME=VALUE` to etcd; `null` removes a parameter. */
export function writeSharedParameters(world: World, host: SimulatedHost, settings: readonly string[]): void {
  const { cluster } = host.database ?? {};
  if (!cluster) return;
  const { current } = sharedParameters(cluster, host);
  const changed = settings.map((setting) => setting.replace('postgresql.parameters.', '').split('='));
  const next = Object.entries({ ...current, ...(Object.fromEntries(changed) as Parameters) });
  const kept = Object.fromEntries(next.filter(([, value]) => value !== 'null'));
  cluster.parameters = { former: current, current: kept, changedAt: world.now() };
}

function wantedParameters(world: World, host: SimulatedHost): Parameters {
  const { cluster } = host.database ?? {};
  const own = patroniFile(host).postgresql?.parameters ?? {};
  if (!cluster) return {};
  const { former, current, changedAt } = sharedParameters(cluster, host);
  const shared = world.now() - changedAt < LOOP_MS ? former : current;
  const { shared_buffers: buffers = '128MB' } = own;
  return { shared_buffers: String(buffers), ...DEFAULTS, ...shared };
}

function sharedParameters(
  { parameters }: DatabaseCluster,
  host: SimulatedHost,
): NonNullable<DatabaseCluster['parameters']> {
  if (parameters) return parameters;
  const first = patroniFile(host).bootstrap?.dcs?.postgresql?.parameters ?? {};
  const current = Object.fromEntries(Object.entries(first).map(([name, value]) => [name, String(value)]));
  return { former: current, current, changedAt: -Infinity };
}

function patroniFile(host: SimulatedHost): PatroniFile {
  return (parse(fileText(host, databasePaths.patroniConfig) ?? '') ?? {}) as PatroniFile;
}
