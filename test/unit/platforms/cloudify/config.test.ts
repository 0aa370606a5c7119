import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { hostConfig } from '../../../../src/platforms/cloudify/config/config.ts';
import { mergeConfig, type ConfigObject } from '../../../../src/components/config-object.ts';
import {
  brokerMembersSetting,
  databaseNodesSetting,
} from '../../../../src/platforms/cloudify/config/shared.ts';
import { renderConfig } from '../../../../src/components/render-config.ts';
import { knownRelease } from '../../../../src/platforms/cloudify/product/versions.ts';
import type { Cluster, JsonObject } from '../../../../src/model/cluster.ts';
import {
  at,
  cluster,
  having,
  host,
  material,
  ofRelease,
  outsourced,
  overlaid,
  verified,
  without,
} from './fixture.ts';
import { paths } from './paths.ts';

const release = knownRelease(cluster.version);
const render = (name: string, next: Cluster = cluster, now: Cluster = next): ConfigObject =>
  hostConfig({ after: next, joining: addedHosts(now, next) }, at(name, next), material);
const addedHosts = (now: Cluster, next: Cluster) =>
  next.hosts.filter((one) => now.hosts.every((listed) => listed.name !== one.name));
const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

describe('compared with the test configurations of the product', () => {
  /** Deliberate differences, each way. */
  const differences = {
    db1: {
      theirs: [
        // Forced to true by the product on a host that is only a database.
        'postgresql_server.enable_remote_connections',
        'prometheus.postgres_exporter',
        'prometheus.postgres_exporter.password',
        'prometheus.postgres_exporter.sslmode',
        'prometheus.scrape_interval',
      ],
      // The shipped passwords are published constants; the user is named beside its password.
      ours: [
        'postgresql_server.cluster.patroni.rest_user',
        'postgresql_server.db_monitoring',
        'postgresql_server.db_monitoring.password',
        'postgresql_server.db_monitoring.username',
        'prometheus.credentials',
        'prometheus.credentials.password',
        'prometheus.credentials.username',
      ],
    },
    queue2: {
      theirs: ['prometheus.scrape_interval'],
      ours: [
        'prometheus.credentials',
        'prometheus.credentials.password',
        'prometheus.credentials.username',
        'rabbitmq.password',
        'rabbitmq.use_long_name',
        'rabbitmq.username',
      ],
    },
    manager1: {
      theirs: [
        // A manager reads server_password; no CA key ever reaches a host.
        'postgresql_server.postgres_password',
        'prometheus.scrape_interval',
        'ssl_inputs.ca_key_password',
        'ssl_inputs.ca_key_path',
      ],
      ours: [
        'manager.cloudify_license_path',
        'manager.security.admin_username',
        ...['nginx', 'nginx.rate_limit', 'nginx.rate_limit.enabled'],
        'postgresql_client.cloudify_password',
        'prometheus.credentials',
        'prometheus.credentials.password',
        'prometheus.credentials.username',
        'rabbitmq.password',
        'rabbitmq.username',
      ],
    },
  };

  test.each([
    ['db1', 'db1'],
    ['queue2', 'rabbit2'],
    ['manager1', 'manager1'],
  ] as const)('%s has the same structure', (theirName, ourName) => {
    const theirs = structure(parse(read(`ci/ci_${theirName}.yaml`)) as ConfigObject);
    const ours = structure(render(ourName, having('manager1', { publicIp: 'manager.local' }, verified)));
    expect({
      theirs: theirs.filter((key) => !ours.includes(key)).sort(),
      ours: ours.filter((key) => !theirs.includes(key)).sort(),
    }).toEqual(differences[theirName]);
  });

  const structure = (config: ConfigObject): readonly string[] => [
    ...new Set(paths(config).map((key) => key.replace(/(cluster\.nodes|cluster_members)\.[^.]+/, '$1.*'))),
  ];
});

describe('the rate limit of nginx', () => {
  const limitOf = (next: Cluster) =>
    (render('manager1', next)['nginx'] as ConfigObject | undefined)?.['rate_limit'];
  const decided = (overlay: JsonObject) => limitOf(overlaid('manager1', { nginx: { rate_limit: overlay } }));

  test('is off behind an installed or an external load balancer, where all clients have one address', () => {
    expect(limitOf(cluster)).toEqual({ enabled: false });
    expect(limitOf(outsourced)).toEqual({ enabled: false });
  });

  test('stays as the product has it without a load balancer', () => {
    expect(limitOf(without('lb1'))).toBeUndefined();
  });

  test('is left to the operator if the overlay has any setting of it', () => {
    expect(decided({ enabled: true })).toEqual({ enabled: true });
    expect(decided({ rate: '500r/s' })).toEqual({ rate: '500r/s' });
    expect(limitOf(overlaid('manager1', { nginx: { worker_connections: 8192 } }))).toEqual({
      enabled: false,
    });
  });

  test.each(['6.4.2', '7.0.0'])('is not mentioned on %s, which has none', (version) => {
    expect(limitOf(ofRelease(version))).toBeUndefined();
  });

  test.each(['7.0.1', '7.0.4'])('is off on %s', (version) => {
    expect(limitOf(ofRelease(version))).toEqual({ enabled: false });
  });
});

describe('which broker is joined', () => {
  const joins = (name: string, next: Cluster, now: Cluster = next) =>
    (render(name, next, now)['rabbitmq'] as ConfigObject)['join_cluster'];

  test('the first of the inventory bootstraps, the others join it', () => {
    expect(['rabbit1', 'rabbit2', 'rabbit3'].map((name) => joins(name, cluster))).toEqual([
      undefined,
      'rabbit1',
      'rabbit1',
    ]);
  });

  test('a reinstalled first broker joins an existing broker and never bootstraps a second cluster', () => {
    expect(joins('rabbit1', cluster, without('rabbit1'))).toBe('rabbit2');
  });

  test('an added broker joins the first existing broker', () => {
    const next = { ...cluster, hosts: [...cluster.hosts, host('rabbit4', 'broker', 24)] };
    expect(joins('rabbit4', next, cluster)).toBe('rabbit1');
  });

  test('long names are used whole, short ones cut at the first dot', () => {
    const named = having('rabbit1', { hostname: 'rabbit1.example.com' });
    expect(joins('rabbit2', named)).toBe('rabbit1');
    expect(joins('rabbit2', { ...named, brokerLongNames: true })).toBe('rabbit1.example.com');
  });
});

describe('a manager', () => {
  const section = (key: string, next: Cluster = cluster) => render('manager1', next)[key] as ConfigObject;

  test('with a public address has no external certificate', () => {
    expect(Object.keys(section('ssl_inputs'))).toEqual([
      'ca_cert_path',
      'internal_cert_path',
      'internal_key_path',
    ]);
  });

  test('with a public name serves its own certificate there, unless it has one for it', () => {
    const named = having('manager1', { publicIp: 'cloudify.example.com' });
    expect(section('ssl_inputs', named)['external_cert_path']).toBe('/etc/quorate/node.crt');
    const external = { ...material, external: { manager1: material.hosts['manager1']! } };
    const config = hostConfig({ after: named, joining: [] }, at('manager1', named), external);
    expect((config['ssl_inputs'] as ConfigObject)['external_cert_path']).toBe('/etc/quorate/external.crt');
  });

  test('without a license names none', () => {
    const unlicensed = { ...material };
    delete (unlicensed as { license?: unknown }).license;
    const config = hostConfig({ after: cluster, joining: [] }, at('manager1'), unlicensed);
    expect(config['manager']).not.toHaveProperty('cloudify_license_path');
  });

  test('gets its extra networks, and so does every broker among the members', () => {
    const next = having('manager1', { networks: { agents: '203.0.113.1' } });
    expect(section('networks', next)).toEqual({ agents: '203.0.113.1' });
    expect(render('manager2', next)).not.toHaveProperty('networks');
    const brokers = having('rabbit1', { networks: { agents: '203.0.113.2' } });
    expect(brokerMembersSetting(release, brokers)['rabbit1']).toEqual({
      networks: { default: '198.51.100.21', agents: '203.0.113.2' },
    });
  });
});

describe('other forms', () => {
  test('without monitoring no role has any of it', () => {
    const quiet = { ...cluster, monitoring: false };
    for (const name of ['db1', 'rabbit1', 'manager1']) {
      const text = renderConfig(render(name, quiet)).reveal();
      expect(text).not.toMatch(/monitoring|prometheus/);
    }
  });

  test('a release may want lists of addresses and plain members', () => {
    expect(databaseNodesSetting({ ...release, nodesAs: 'list' }, cluster)).toEqual([
      '198.51.100.11',
      '198.51.100.12',
      '198.51.100.13',
    ]);
    expect(brokerMembersSetting({ ...release, membersAs: 'plain' }, cluster)['rabbit1']).toEqual({
      default: '198.51.100.21',
    });
  });

  test('a load balancer has no config.yaml', () => {
    expect(() => render('lb1')).toThrow('lb1');
  });

  test('an overlay merges objects and replaces everything else', () => {
    const base = { a: { b: 1, c: [1, 2] }, d: 'text', e: { f: 1 } };
    expect(mergeConfig(base, { a: { c: [3] }, d: { now: 'an object' }, e: null })).toEqual({
      a: { b: 1, c: [3] },
      d: { now: 'an object' },
      e: null,
    });
  });
});
