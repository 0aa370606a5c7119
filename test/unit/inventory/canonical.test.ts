import { describe, expect, test } from '@jest/globals';
import { requiredPairs } from '../../../src/certificates/check/pairs.ts';
import { haproxyConfig } from '../../../src/components/haproxy/config.ts';
import { hostNamed } from '../../../src/model/cluster.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { hostConfig } from '../../../src/platforms/cloudify/config/config.ts';
import { material } from '../platforms/cloudify/fixture.ts';
import { read } from './reading.ts';

/** Each address in two notations that differ only as text: as SSH and private address, and as public address. */
const hosts = (role: string, group: number, count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const addresses = `address: '2001:0DB8:0:0:0:0:${group}:${index + 1}', public_ip: '2001:DB8::0:${group}:00${index + 1}'`;
    return `    - { name: ${role}${index + 1}, ${addresses} }\n`;
  }).join('');

const HEAD = `name: lab
cloudify: { version: 7.0.4, license: false }
ssh: { user: operator }
tls: { directory: certificates }
secrets: { file: secrets.yaml }
`;
const MANAGED = `${HEAD}databases:
  hosts:
${hosts('db', 1, 3)}brokers:
  hosts:
${hosts('rabbit', 2, 3)}managers:
  hosts:
${hosts('manager', 3, 2)}load_balancers:
  hosts:
${hosts('lb', 4, 1)}`;
const EXTERNAL = `${HEAD}databases:
  external: { address: '2001:0DB8::0:1:1' }
brokers:
  external:
    hosts:
      - { name: mq, address: '2001:0db8::2:0001', networks: { agents: '2001:DB8:0:0::5:1' } }
managers:
  hosts:
    - { name: manager1, address: 10.0.0.31, networks: { agents: '2001:DB8::0041:0001' } }
    - { name: manager2, address: 10.0.0.32, private_ip: '2001:DB8::0:3:2', networks: { agents: '2001:DB8::41:0002' } }
load_balancers:
  external: { address: '2001:DB8::0:4:1' }
`;

/** Returns the IPv6 addresses in a text that have capitals, leading zeros or an uncompressed run of zeros. */
const unusual = (value: unknown): readonly string[] =>
  (JSON.stringify(value).match(/2001:[0-9a-fA-F:]+/gi) ?? []).filter(
    (address) => !/^2001:db8::[1-9]\d?:[1-9]$/.test(address.replace(/:$/, '')),
  );

const configs = (cluster: Cluster) =>
  cluster.hosts
    .filter(({ role }) => role !== 'load_balancer')
    .map((host) => hostConfig({ after: cluster, joining: [] }, host, material));

describe('an IPv6 address in any notation is canonical, because the product compares text,', () => {
  const { cluster } = read(MANAGED);

  test('in config.yaml of every host', () => {
    expect(JSON.stringify(configs(cluster))).toContain('2001:db8::3:1');
    expect(unusual(configs(cluster))).toEqual([]);
  });

  test('in haproxy.cfg', () => {
    const ports = { forwarded: [443], redirect: 80, statistics: 8404, peers: 10_000 };
    const text = haproxyConfig(cluster, hostNamed(cluster, 'lb1'), ports);
    expect(text).toContain('[2001:db8::3:1]');
    expect(unusual(text)).toEqual([]);
  });

  test('among the names of certificates', () => {
    const pairs = requiredPairs(cluster, {
      external: new Set(),
      ...{ superuser: true, namesPublicIp: true, databaseClient: 'cloudify' },
    });
    expect(pairs[0]?.requiredNames.addresses).toEqual(['2001:db8::1:1']);
    expect(unusual(pairs)).toEqual([]);
  });

  test('of an external service, and in the networks of agents', () => {
    const external = read(EXTERNAL).cluster;
    expect(external.sourcing).toMatchObject({
      database: { address: '2001:db8::1:1' },
      broker: { members: [{ address: '2001:db8::2:1', networks: { agents: '2001:db8::5:1' } }] },
      load_balancer: { address: '2001:db8::4:1' },
    });
    expect(unusual([external, configs(external)])).toEqual([]);
  });
});

test('an IPv4 address that is mapped to IPv6 is the IPv4 address', () => {
  const { cluster } = read(EXTERNAL.replace('address: 10.0.0.31', "address: '::ffff:10.0.0.31'"));
  expect(hostNamed(cluster, 'manager1')).toMatchObject({ address: '10.0.0.31', publicIp: '10.0.0.31' });
});
