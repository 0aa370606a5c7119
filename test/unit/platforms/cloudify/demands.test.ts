import { describe, expect, test } from '@jest/globals';
import { hostConfig } from '../../../../src/platforms/cloudify/config/config.ts';
import { isConfigObject, type ConfigObject } from '../../../../src/components/config-object.ts';
import type { Cluster, Host } from '../../../../src/model/cluster.ts';
import { materialOf, unmet } from './demands.ts';
import { cluster, having, ofRelease, outsourced, verified } from './fixture.ts';
import { paths } from './paths.ts';

const CLUSTERS: Readonly<Record<string, Cluster>> = {
  plain: cluster,
  'with client verification': verified,
  'with public names': ['db1', 'rabbit1', 'manager1'].reduce(
    (next, name) => having(name, { publicIp: `${name}.example.com` }, next),
    cluster,
  ),
  'with external services': outsourced,
};

const rendered = (host: Host, next: Cluster) =>
  hostConfig({ after: next, joining: [] }, host, materialOf(next));

describe.each(['5.0.5-dev', '5.1.4', '5.2.7', '6.0.0', '6.4.2', '7.0.4'])('what %s demands', (text) => {
  test.each(Object.entries(CLUSTERS))('of a cluster %s is met', (_, within) => {
    const next = ofRelease(text, within);
    const hosts = next.hosts.filter(({ role }) => role !== 'load_balancer');
    expect(hosts.flatMap((host) => unmet(host, next, rendered(host, next)))).toEqual([]);
  });
});

describe('what a configuration may lack without breaking a demand', () => {
  const mayLack = (name: string): readonly string[] => {
    const host = cluster.hosts.find((one) => one.name === name)!;
    const config = rendered(host, cluster);
    return paths(config).filter((key) => unmet(host, cluster, lacking(config, key)).length === 0);
  };

  test('of a database', () => {
    expect(mayLack('db2')).toEqual([
      'postgresql_server.ssl_enabled',
      'postgresql_server.ssl_only_connections',
      'postgresql_server.ssl_client_verification',
      ...['db1', 'db1.ip', 'db3', 'db3.ip'].map((node) => `postgresql_server.cluster.nodes.${node}`),
      'postgresql_server.db_monitoring.username',
      'prometheus.credentials.username',
    ]);
  });
  test('of a broker', () => {
    expect(mayLack('rabbit2')).toEqual([
      'rabbitmq.cluster_members.rabbit1',
      'rabbitmq.cluster_members.rabbit3',
      'rabbitmq.use_long_name',
      'prometheus.credentials.username',
    ]);
  });
  test('of a manager', () => {
    expect(mayLack('manager2')).toEqual([
      'manager.security.ssl_enabled',
      'manager.security.admin_username',
      'postgresql_server.ssl_enabled',
      ...[1, 2, 3].map((n) => `postgresql_server.cluster.nodes.db${n}`),
      'postgresql_client.ssl_enabled',
      'postgresql_client.ssl_client_verification',
      ...[1, 2, 3].map((n) => `rabbitmq.cluster_members.rabbit${n}`),
      ...['nginx', 'nginx.rate_limit', 'nginx.rate_limit.enabled'],
      'prometheus.credentials.username',
    ]);
  });
});

function lacking(config: ConfigObject, key: string): ConfigObject {
  const [first = '', ...rest] = key.split('.');
  const { [first]: value, ...others } = config;
  return rest.length > 0 && isConfigObject(value)
    ? { ...others, [first]: lacking(value, rest.join('.')) }
    : others;
}
