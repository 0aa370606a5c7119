import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readInventory } from '../../../../src/inventory/read.ts';
import { hostNamed, type JsonObject } from '../../../../src/model/cluster.ts';
import { reveal, Secret } from '../../../../src/model/secret.ts';
import { etcdConfig } from '../../../../src/platforms/native/config/etcd.ts';
import { patroniConfig } from '../../../../src/platforms/native/config/patroni.ts';
import { brokerConfig } from '../../../../src/platforms/native/config/rabbitmq.ts';
import { cluster, material } from './fixture.ts';

const text = readFileSync('inventories/native-ten-hosts.yaml', 'utf8');

function problemsOf(section: string, config: string): readonly string[] {
  const changed = text.replace(`\n${section}:\n`, `\n${section}:\n  config: ${config}\n`);
  const context = { path: 'inventory.yaml', directory: '/work', home: '/root', env: {} };
  return readInventory(changed, context).problems.map(({ what, why }) =>
    [what, why].filter(Boolean).join(': '),
  );
}

const withOverlay = (name: string, overlay: JsonObject) => ({ ...hostNamed(cluster, name), overlay });

describe('an overlay of', () => {
  test('etcd and Patroni is merged into their files', () => {
    const host = withOverlay('db1', {
      etcd: { 'snapshot-count': 20_000, 'auto-compaction-retention': '8h' },
      patroni: {
        log: { level: 'DEBUG' },
        watchdog: { mode: 'required' },
        restapi: { request_queue_size: 9 },
      },
    });
    const members = { members: [host], state: 'new' } as const;
    expect(etcdConfig(host, material, members)).toMatchObject({
      ...{ name: 'db1', 'snapshot-count': 20_000, 'auto-compaction-retention': '8h' },
    });
    expect(patroniConfig(cluster, host, material)).toMatchObject({
      log: { level: 'DEBUG' },
      watchdog: { mode: 'required' },
      restapi: { listen: '10.20.0.11:8008', request_queue_size: 9 },
    });
  });

  test('RabbitMQ replaces lines, and the limit of memory in either form', () => {
    const of = { ...cluster, native: { ...cluster.native!, machineMemory: { broker: 2 ** 33 } } };
    const linesWith = (rabbitmq: JsonObject) => {
      const given = { password: new Secret('x'), seed: undefined };
      return reveal(brokerConfig(of, withOverlay('rabbit1', { rabbitmq }), given)).split('\n');
    };
    const plain = linesWith({});
    expect(plain).toContain('vm_memory_high_watermark.absolute = 3276MiB');
    const lines = linesWith({
      'vm_memory_high_watermark.relative': 0.5,
      'log.file.rotation.count': 3,
      channel_max: 128,
    });
    expect(lines.filter((line) => !plain.includes(line))).toEqual([
      'vm_memory_high_watermark.relative = 0.5',
      'log.file.rotation.count = 3',
      'channel_max = 128',
    ]);
    expect(plain.filter((line) => !lines.includes(line))).toEqual([
      'vm_memory_high_watermark.absolute = 3276MiB',
      'log.file.rotation.count = 9',
    ]);
    expect(lines.at(-1)).toBe('');
  });

  test.each([
    [
      'databases',
      '{ etcd: { unsafe-no-fsync: true } }',
      /^unsafe-no-fsync cannot be set.*: acknowledged data/,
    ],
    ['databases', '{ etcd: { client-transport-security: { auto-tls: true } } }', /encrypted and verified/],
    ['databases', '{ etcd: { data-dir: /srv } }', /deletes the data of a removed member/],
    ['databases', '{ patroni: { scope: other } }', /from the hosts of the inventory/],
    ['databases', '{ patroni: { postgresql: { parameters: { fsync: "off" } } } }', /has a key for them/],
    ['databases', '{ patroni: { postgresql: { pg_hba: [] } } }', /encrypted and verified/],
    ['databases', '{ patroni: { postgresql: {}, tags: { nofailover: true } } }', /any synchronous standby/],
    ['databases', '{ patroni: { restapi: false } }', /^restapi.listen cannot be set/],
    ['databases', '{ patroni: { bootstrap: { dcs: { ttl: 60 } } } }', /only when it creates the cluster/],
    ['brokers', '{ rabbitmq: { listeners.tcp.1: 5672 } }', /^listeners cannot be set/],
    ['brokers', '{ rabbitmq: { listeners: { tcp: 5672 } } }', /^listeners cannot be set/m],
    ['brokers', '{ rabbitmq: { cluster_partition_handling: ignore } }', /from the hosts/],
    ['brokers', '{ rabbitmq: { log.level: "a\\nlisteners.tcp.1 = 5672" } }', /is not a setting on one line/],
    ['brokers', '{ rabbitmq: { log.level: "info # x" } }', /is not a setting on one line/],
    ['brokers', '{ rabbitmq: 7 }', /rabbitmq is not a map/],
    ['brokers', '{ patroni: { log: { level: DEBUG } } }', /has no section "patroni"/],
    ['databases', '{ etc: { snapshot-count: 1 } }', /has no section "etc".*etcd/],
  ])('%s refuses %s', (section, config, fault) => {
    const problems = problemsOf(section, config);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(fault);
  });

  test.each([
    ['databases', '{ etcd: { heartbeat-interval: 200 }, patroni: { tags: { clonefrom: true } } }'],
    [
      'brokers',
      '{ rabbitmq: { channel_max: 128, vm_memory_high_watermark.relative: 0.5, log.console: true } }',
    ],
  ])('%s accepts %s', (section, config) => {
    expect(problemsOf(section, config)).toEqual([]);
  });
});
