import { describe, expect, test } from '@jest/globals';
import { hostNamed, hostsOf } from '../../../../src/model/cluster.ts';
import { reveal } from '../../../../src/model/secret.ts';
import type { FileSpec } from '../../../../src/model/plan/step.ts';
import { parse } from 'yaml';
import { planOf } from './fixture.ts';
import { cluster } from './fixture.ts';

const { phases } = planOf('deploy', { kind: 'deploy' });

function filesOn(host: string): ReadonlyMap<string, FileSpec> {
  const steps = phases
    .flatMap(({ lanes }) => lanes.filter((lane) => lane.host === host))
    .flatMap((lane) => lane.steps);
  const files = steps.flatMap(({ action }) => (action.kind === 'files' ? action.files : []));
  return new Map(files.map((file) => [file.path, file]));
}

function textOn(host: string, path: string): string {
  const want = filesOn(host).get(path)?.want;
  return want !== undefined && want !== 'absent' && 'whole' in want ? reveal(want.whole) : '';
}

describe('the files of the native platform', () => {
  test('etcd requires certificates of its own CA from clients and peers, and serves its gateway', () => {
    const config = parse(textOn('db1', '/etc/etcd/quorate.yaml')) as Record<string, unknown>;
    const tls = expect.objectContaining({
      'client-cert-auth': true,
      'trusted-ca-file': '/etc/etcd/quorate-ca.crt',
    });
    expect(config).toMatchObject({
      'initial-cluster-state': 'new',
      'enable-grpc-gateway': true,
      'client-transport-security': tls,
      'peer-transport-security': tls,
    });
    expect(textOn('db1', '/etc/etcd/quorate-ca.crt')).toBe('CA of etcd\n');
  });

  test('Patroni is strictly synchronous, with checksums, TLS and scram only', () => {
    const config = parse(textOn('db1', '/etc/patroni/quorate.yml')) as Record<string, unknown>;
    expect(config).toMatchObject({
      bootstrap: {
        dcs: { synchronous_mode: true, synchronous_mode_strict: true, failsafe_mode: true },
        initdb: expect.arrayContaining(['data-checksums']),
      },
      postgresql: {
        remove_data_directory_on_rewind_failure: false,
        remove_data_directory_on_diverged_timelines: false,
        parameters: { ssl: 'on', password_encryption: 'scram-sha-256', archive_mode: 'on', work_mem: '16MB' },
      },
    });
    const { pg_hba: rules } = config['postgresql'] as { pg_hba: readonly string[] };
    const remote = rules.filter((rule) => !rule.startsWith('local '));
    expect(remote.filter((rule) => !/^hostssl .* scram-sha-256$/.test(rule))).toEqual([]);
    expect(rules).toContain('local all postgres peer');
  });

  test('RabbitMQ listens only with TLS, also between the nodes, and pauses a minority', () => {
    const config = textOn('rabbit2', '/etc/rabbitmq/rabbitmq.conf');
    expect(config).toContain('listeners.tcp = none\n');
    expect(config).toContain('cluster_partition_handling = pause_minority\n');
    expect(config).toContain('cluster_formation.classic_config.nodes.1 = rabbit@rabbit1\n');
    expect(textOn('rabbit1', '/etc/rabbitmq/rabbitmq.conf')).not.toContain('cluster_formation');
    expect(textOn('rabbit1', '/etc/rabbitmq/rabbitmq-env.conf')).toContain('-proto_dist inet_tls');
  });

  test('HAProxy binds its own address and asks Patroni which database leads', () => {
    const config = textOn('lb1', '/etc/haproxy/haproxy.cfg');
    expect(config).toContain('listen leader\n    bind 10.20.0.41:5000\n    option httpchk GET /primary\n');
    expect(config).toContain('verify required ca-file /etc/haproxy/ca.crt verifyhost db1\n');
    expect(config).not.toMatch(/bind \*/);
  });

  test('only the account of a service reads its key, and no other host has it', () => {
    const keys = cluster.hosts.flatMap(({ name }) =>
      [...filesOn(name).values()].filter(({ path }) => path.endsWith('.key')).map((file) => ({ name, file })),
    );
    expect(keys.filter(({ file }) => file.mode !== 0o640 || !file.owner.startsWith('root:'))).toEqual([]);
    const contents = keys.map(({ name, file }) => [textOn(name, file.path), name] as const);
    const hosts = new Map<string, Set<string>>();
    for (const [text, name] of contents) hosts.set(text, (hosts.get(text) ?? new Set()).add(name));
    expect([...hosts.values()].every(({ size }) => size === 1)).toBe(true);
  });

  test('the units of the distribution are masked before its packages are installed', () => {
    const masked = hostsOf(cluster, 'database').map(({ name }) =>
      textOn(name, '/etc/systemd/system/patroni.service'),
    );
    expect(masked).toEqual(['', '', '']);
    const lane = phases.find(({ id }) => id === 'stage')?.lanes.find(({ host }) => host === 'db1');
    expect(lane?.steps.map(({ id }) => id)).toEqual([
      'stage/db1/units',
      'stage/db1/packages',
      'stage/db1/files',
      'stage/db1/reload-units',
      'stage/db1/reload',
    ]);
    expect(hostNamed(cluster, 'db1').role).toBe('database');
  });
});
