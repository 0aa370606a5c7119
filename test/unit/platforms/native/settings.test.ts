import { describe, expect, test } from '@jest/globals';
import type { Cluster, Host, JsonObject } from '../../../../src/model/cluster.ts';
import type { Material, SecretName } from '../../../../src/model/material.ts';
import { Secret } from '../../../../src/model/secret.ts';
import type { Inputs, Step } from '../../../../src/model/plan/step.ts';
import { remembered } from '../../../../src/model/work/remembered.ts';
import { buildPlan } from '../../../../src/plan/build/build-plan.ts';
import { playbookNamed } from '../../plan/shipped.ts';
import { cluster, material } from './fixture.ts';

interface Inventory {
  readonly cluster: Cluster;
  readonly material: Material;
}
type Edit = (inventory: Inventory) => Inventory;

const parameter =
  (name: string, value: string | number): Edit =>
  ({ cluster: of, ...rest }) => ({
    ...rest,
    cluster: { ...of, native: { ...of.native!, parameters: { ...of.native!.parameters, [name]: value } } },
  });
const removedParameter =
  (name: string): Edit =>
  ({ cluster: of, ...rest }) => {
    const all = Object.entries(of.native!.parameters);
    const parameters = Object.fromEntries(all.filter(([one]) => one !== name));
    return { ...rest, cluster: { ...of, native: { ...of.native!, parameters } } };
  };
const secret =
  (name: SecretName): Edit =>
  ({ material: of, ...rest }) => ({
    ...rest,
    material: { ...of, secrets: { ...of.secrets, [name]: new Secret('another') } },
  });
const ofCluster =
  (change: Partial<Cluster>): Edit =>
  ({ cluster: of, ...rest }) => ({ ...rest, cluster: { ...of, ...change } });
const ofMaterial =
  (change: (material: Material) => Partial<Material>): Edit =>
  ({ material: of, ...rest }) => ({ ...rest, material: { ...of, ...change(of) } });
const ofHost =
  (name: string, to: Partial<Host>): Edit =>
  ({ cluster: of, ...rest }) => ({
    ...rest,
    cluster: { ...of, hosts: of.hosts.map((host) => (host.name === name ? { ...host, ...to } : host)) },
  });
const moved = (name: string): Edit => ofHost(name, { privateIp: '10.20.0.99' });
const native =
  (change: Partial<NonNullable<Cluster['native']>>): Edit =>
  ({ cluster: of, ...rest }) => ({ ...rest, cluster: { ...of, native: { ...of.native!, ...change } } });
const overlay = (name: string, config: JsonObject): Edit => ofHost(name, { overlay: config });
const pair = (name: string): Edit =>
  ofMaterial(({ hosts }) => ({
    hosts: { ...hosts, [name]: { certificate: 'new', key: new Secret('new key') } },
  }));

/** The effect of a change of each setting on a running member. */
const TABLE: Readonly<
  Record<'nothing' | 'reload' | 'restart' | 'refused', readonly [string, string, Edit][]>
> = {
  reload: [
    ['db1', 'work_mem', parameter('work_mem', '64MB')],
    ['db1', 'work_mem, removed', removedParameter('work_mem')],
    ['db1', 'maintenance_work_mem', parameter('maintenance_work_mem', '1GB')],
    ['db1', 'effective_cache_size', parameter('effective_cache_size', '8GB')],
    ['db1', 'random_page_cost', parameter('random_page_cost', 1.1)],
    ['db1', 'max_wal_size', parameter('max_wal_size', '8GB')],
    ['db1', 'min_wal_size', parameter('min_wal_size', '1GB')],
    ['db1', 'checkpoint_timeout', parameter('checkpoint_timeout', '15min')],
    ['db1', 'archive_command', parameter('archive_command', 'cp %p /srv/%f')],
    ['db1', 'archive_timeout', parameter('archive_timeout', '5min')],
    ['db1', 'max_slot_wal_keep_size', parameter('max_slot_wal_keep_size', '16GB')],
    ['db1', 'log_min_duration_statement', parameter('log_min_duration_statement', '1s')],
    ['db1', 'log_directory', parameter('log_directory', '/srv/log')],
    ['db1', 'idle_in_transaction_session_timeout', parameter('idle_in_transaction_session_timeout', '1h')],
    ['db1', 'statement_timeout', parameter('statement_timeout', '5min')],
    ['db1', 'autovacuum_naptime', parameter('autovacuum_naptime', '30s')],
    ['db1', 'ssl_min_protocol_version', parameter('ssl_min_protocol_version', 'TLSv1.3')],
    ['db1', 'timezone', parameter('timezone', 'UTC')],
    ['db1', 'the password of the REST API', secret('patroni_rest_password')],
    ['db1', 'the certificate of the database', pair('db1')],
  ],
  restart: [
    ['db1', 'shared_buffers', parameter('shared_buffers', '4GB')],
    ['db1', 'huge_pages', parameter('huge_pages', 'try')],
    ['db1', 'wal_buffers', parameter('wal_buffers', '64MB')],
    ['db1', 'shared_preload_libraries', parameter('shared_preload_libraries', 'pg_stat_statements')],
    ['db1', 'track_activity_query_size', parameter('track_activity_query_size', 4096)],
    ['db1', 'superuser_reserved_connections', parameter('superuser_reserved_connections', 5)],
    ['db1', 'autovacuum_max_workers', parameter('autovacuum_max_workers', 5)],
    ['db1', 'max_files_per_process', parameter('max_files_per_process', 2000)],
    ['db1', 'max_connections', parameter('max_connections', 400)],
    ['db1', 'max_worker_processes', parameter('max_worker_processes', 16)],
    ['db1', 'max_wal_senders', parameter('max_wal_senders', 20)],
    ['db1', 'max_replication_slots', parameter('max_replication_slots', 20)],
    ['db1', 'max_locks_per_transaction', parameter('max_locks_per_transaction', 128)],
    ['db1', 'max_prepared_transactions', parameter('max_prepared_transactions', 100)],
    ['db1', 'track_commit_timestamp', parameter('track_commit_timestamp', 'on')],
    ['db1', 'wal_keep_size', parameter('wal_keep_size', '1GB')],
    ['db1', 'wal_level', parameter('wal_level', 'logical')],
    ['db1', 'a parameter of an extension', parameter('pg_stat_statements.max', 10_000)],
    ['db1', 'a parameter that is removed', removedParameter('max_connections')],
    ['db1', 'the memory of the databases', native({ machineMemory: { database: 2 ** 34 } })],
    ['rabbit1', 'the memory of the brokers', native({ machineMemory: { broker: 2 ** 34 } })],
    ['db1', 'a mount of the databases', native({ mounts: ['/var/lib/postgresql'] })],
    ['rabbit1', 'a mount of the brokers', native({ mounts: ['/var/lib/rabbitmq'] })],
    ['db1', 'an overlay of etcd', overlay('db1', { etcd: { 'snapshot-count': 20_000 } })],
    ['db1', 'an overlay of Patroni', overlay('db1', { patroni: { log: { level: 'DEBUG' } } })],
    ['rabbit1', 'an overlay of RabbitMQ', overlay('rabbit1', { rabbitmq: { channel_max: 128 } })],
  ],
  nothing: [
    ['db1', 'another database', ({ cluster: of, ...rest }) => ({ ...rest, cluster: withoutHost('db3', of) })],
    [
      'rabbit1',
      'another broker',
      ({ cluster: of, ...rest }) => ({ ...rest, cluster: withoutHost('rabbit5', of) }),
    ],
    ['rabbit1', 'the certificate of the broker', pair('rabbit1')],
    ['rabbit1', 'a parameter of PostgreSQL', parameter('work_mem', '64MB')],
    ['db1', 'the password of RabbitMQ', secret('rabbitmq_password')],
    ['db1', 'the memory of the brokers', native({ machineMemory: { broker: 2 ** 34 } })],
    ['rabbit1', 'a mount of the databases', native({ mounts: ['/var/lib/postgresql'] })],
    ['db2', 'an overlay of another host', overlay('db1', { etcd: { 'snapshot-count': 20_000 } })],
  ],
  refused: [
    ['db1', 'the CA of the cluster', ofMaterial(() => ({ ca: 'another CA' }))],
    ['db1', 'the CA of etcd', ofMaterial(({ etcd }) => ({ etcd: { ...etcd!, ca: 'another CA' } }))],
    ['rabbit1', 'the CA of the cluster', ofMaterial(() => ({ ca: 'another CA' }))],
    ['db1', 'the name of the cluster', ofCluster({ name: 'another' })],
    ['db1', 'the version of PostgreSQL', ofCluster({ version: { ...cluster.version, major: 17 } })],
    ['db1', 'the address of the database', moved('db1')],
    ['db1', 'the password of postgres', secret('postgres_password')],
    ['db1', 'the password of replicator', secret('replicator_password')],
    ['db1', 'the token of etcd', secret('etcd_token')],
    ['rabbit1', 'the address of the broker', moved('rabbit1')],
    ['rabbit1', 'long node names', ofCluster({ brokerLongNames: true })],
    ['rabbit1', 'the user of RabbitMQ', ofCluster({ brokerUser: 'another' })],
    ['rabbit1', 'the password of RabbitMQ', secret('rabbitmq_password')],
    ['rabbit1', 'the cookie of Erlang', secret('erlang_cookie')],
  ],
};

function withoutHost(name: string, of: Cluster): Cluster {
  return { ...of, hosts: of.hosts.filter((host) => host.name !== name) };
}

const FORMER: Inventory = { cluster, material };

/** Rendering the plan of an inventory takes most of the time, and each row needs it several times. */
const planOf = remembered((inventory: Inventory, playbook: string) => {
  const change =
    playbook === 'deploy' ? { kind: 'deploy' as const } : { kind: 'reconfigure' as const, down: [] };
  return buildPlan({ ...inventory, playbook: playbookNamed(playbook), change });
});

/** The steps of one host by the last part of their id. */
function stepsOf(inventory: Inventory, playbook: string, host: string): ReadonlyMap<string, Step> {
  const { phases } = planOf(inventory, playbook);
  const lanes = phases.flatMap((phase) => phase.lanes.filter((lane) => lane.host === host));
  return new Map(lanes.flatMap(({ steps }) => steps).map((step) => [step.id.split('/').at(-1) ?? '', step]));
}

const inputsOf = (step: Step | undefined) => {
  const unless = step && 'unless' in step.action ? step.action.unless : undefined;
  return typeof unless === 'object' && 'inputs' in unless ? unless.inputs : {};
};

function changedIn(
  slug: string,
  edited: Inventory,
  [playbook, host]: readonly [string, string],
): readonly string[] {
  const [before, after] = [FORMER, edited].map((one) => inputsOf(stepsOf(one, playbook, host).get(slug)));
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter((name) => before?.[name] !== after?.[name]);
}

function effectOf(host: string, edited: Inventory): string {
  const [before, after] = [FORMER, edited].map((one) => fixedOn(one, host));
  if (JSON.stringify(before) !== JSON.stringify(after)) return 'refused';
  if (changedIn('install', edited, ['deploy', host]).length > 0) return 'restart';
  return changedIn('reload', edited, ['deploy', host]).length > 0 ? 'reload' : 'nothing';
}

function fixedOn(inventory: Inventory, host: string): Inputs | undefined {
  const files = stepsOf(inventory, 'deploy', host).get('files')?.action;
  return files?.kind === 'files' ? files.fixed?.inputs : undefined;
}

describe('a change of', () => {
  const rows = Object.entries(TABLE).flatMap(([effect, group]) =>
    group.map(([host, name, edit]) => ({ host, name, edit, effect })),
  );

  test('at least forty settings is in the table', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  test.each(rows)('$name: $effect on $host', ({ host, edit, effect }) => {
    const edited = edit(FORMER);
    expect(effectOf(host, edited)).toBe(effect);
    // The restart applies exactly what the deploy reports.
    expect(changedIn('restart', edited, ['reconfigure', host])).toEqual(
      changedIn('install', edited, ['deploy', host]),
    );
  });
});
