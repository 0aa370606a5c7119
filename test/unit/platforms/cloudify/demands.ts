import { installService } from '../../../../src/platforms/cloudify/commands/services.ts';
import {
  isConfigObject,
  type ConfigObject,
  type ConfigValue,
} from '../../../../src/components/config-object.ts';
import { brokerNodeName } from '../../../../src/components/rabbitmq/node-name.ts';
import type { Release } from '../../../../src/platforms/cloudify/product/releases.ts';
import { stagedFiles } from '../../../../src/platforms/cloudify/config/staged-files.ts';
import { knownRelease } from '../../../../src/platforms/cloudify/product/versions.ts';
import { hostsOf, type Cluster, type Host } from '../../../../src/model/cluster.ts';
import { commandToLog } from '../../../../src/model/host/command-text.ts';
import type { Service } from '../../../../src/model/names.ts';
import { Secret } from '../../../../src/model/secret.ts';
import { material, otherAuthorities } from './fixture.ts';
import { paths } from './paths.ts';

/** Input of a demand: one host's whole configuration, and the cluster and host it was rendered from. */
interface Case {
  readonly config: ConfigObject;
  readonly host: Host;
  readonly next: Cluster;
  readonly release: Release;
}

const at = (config: ConfigObject, key: string): ConfigValue | undefined =>
  key
    .split('.')
    .reduce<ConfigValue | undefined>(
      (value, part) => (isConfigObject(value) ? value[part] : undefined),
      config,
    );

const given = (...keys: readonly string[]) =>
  Object.fromEntries(
    keys.map((key) => [
      `${key} is given`,
      ({ config }: Case) => {
        const value = at(config, key);
        return value instanceof Secret ? value.reveal() !== '' : value !== undefined && value !== '';
      },
    ]),
  );

const monitored = ({ config }: Case) =>
  JSON.stringify(config['services_to_install'] ?? []).includes('monitoring_service');
const addressesOf = (nodes: ConfigValue | undefined): readonly unknown[] =>
  Array.isArray(nodes)
    ? (nodes as readonly ConfigValue[])
    : Object.values((nodes ?? {}) as ConfigObject).map((node) => (isConfigObject(node) ? node['ip'] : node));

/**
 * Demands of `validate`, and those whose violation fails only minutes later during configuration (docs/cloudify-facts.md,
 * 2.4), by role. Each has a function that returns true if the configuration meets it.
 */
const DEMANDS: Readonly<Record<Service | 'every', Readonly<Record<string, (seen: Case) => boolean>>>> = {
  every: {
    'both addresses are in the file or flags of the install': ({ config, host, release }) => {
      const command = commandToLog(installService(release, host));
      const known = [at(config, 'manager.private_ip'), at(config, 'manager.public_ip')];
      return release.addressesInConfig
        ? known[0] === host.privateIp && known[1] === host.publicIp && !command.includes('-ip')
        : known.every((value) => value === undefined) &&
            command.endsWith(`--private-ip ${host.privateIp} --public-ip ${host.publicIp}`);
    },
    'with the monitoring service its certificates are given': (seen) =>
      !monitored(seen) ||
      ['cert_path', 'key_path', 'ca_path', 'credentials.password'].every(
        (key) => at(seen.config, `prometheus.${key}`) !== undefined,
      ),
    'the monitoring service is there where the release has one': (seen) =>
      monitored(seen) === seen.release.monitoring,
    'every path leads to a file that is staged, and every staged file is used': ({ config, host, next }) => {
      const staged = stagedFiles(next, host, materialOf(next)).map(({ path }) => path as string);
      const used = paths(config)
        .filter((key) => key.endsWith('_path'))
        .map((key) => at(config, key));
      return (
        used.every((path) => staged.includes(path as string)) && staged.every((path) => used.includes(path))
      );
    },
  },
  database: {
    ...given(
      ...['postgres_password', 'cert_path', 'key_path', 'ca_path'].map((key) => `postgresql_server.${key}`),
      ...['cluster_token', 'root_password', 'patroni_password'].map(
        (key) => `postgresql_server.cluster.etcd.${key}`,
      ),
      ...['patroni.rest_user', 'patroni.rest_password', 'postgres.replicator_password'].map(
        (key) => `postgresql_server.cluster.${key}`,
      ),
    ),
    'the nodes have the form that the release reads, and this host is one': ({ config, host, release }) => {
      const nodes = at(config, 'postgresql_server.cluster.nodes');
      return (
        Array.isArray(nodes) === (release.nodesAs === 'list') && addressesOf(nodes).includes(host.privateIp)
      );
    },
    'the monitoring account keeps no published password': (seen) =>
      !monitored(seen) || at(seen.config, 'postgresql_server.db_monitoring.password') !== undefined,
    'client verification comes with TLS only': ({ config }) =>
      at(config, 'postgresql_server.ssl_client_verification') !== true ||
      at(config, 'postgresql_server.ssl_only_connections') === true,
  },
  broker: {
    ...given(
      ...['username', 'password', 'cert_path', 'key_path', 'ca_path', 'nodename', 'erlang_cookie'].map(
        (key) => `rabbitmq.${key}`,
      ),
    ),
    'this node is a member under its own name': ({ config, host, next }) =>
      isConfigObject(at(config, 'rabbitmq.cluster_members')) &&
      Object.keys(at(config, 'rabbitmq.cluster_members') as ConfigObject).includes(
        brokerNodeName(next, host),
      ),
    'every member has its default address where the release looks': membersAddressed,
    'all but the first join': ({ config, host, next }) =>
      (at(config, 'rabbitmq.join_cluster') === undefined) ===
      (hostsOf(next, 'broker')[0]?.name === host.name),
  },
  manager: {
    ...given(
      ...['manager.hostname', 'manager.security.admin_password', 'postgresql_server.ca_path'],
      ...[
        'postgresql_client.server_password',
        'postgresql_client.cloudify_password',
        'rabbitmq.username',
        'rabbitmq.password',
        'rabbitmq.ca_path',
      ],
      ...['ssl_inputs.ca_cert_path', 'ssl_inputs.internal_cert_path', 'ssl_inputs.internal_key_path'],
    ),
    'no key of a CA is given': ({ config }) => paths(config).every((key) => !key.includes('ca_key')),
    'the database is a cluster or a host, not both': ({ config, release }) => {
      const nodes = at(config, 'postgresql_server.cluster.nodes');
      const form = Array.isArray(nodes) === (release.nodesAs === 'list');
      const external = at(config, 'postgresql_client.host') !== undefined;
      return form && addressesOf(nodes).every(Boolean) && (addressesOf(nodes).length === 0) === external;
    },
    'the accounts differ, and are both of Azure or neither': ({ config }) => {
      const [user, own] = ['server_username', 'cloudify_username'].map((key) => {
        return at(config, `postgresql_client.${key}`) as string | undefined;
      });
      const domains = [user ?? 'postgres', own ?? 'cloudify'].map((name) => name.split('@')[1]);
      return (user ?? 'postgres') !== (own ?? 'cloudify') && domains[0] === domains[1];
    },
    'every broker has its default address where the release looks': membersAddressed,
    'an external certificate comes with key, CA and TLS, or not at all': ({ config }) => {
      const [cert, key, ca] = ['cert', 'key', 'ca_cert'].map((what) =>
        at(config, `ssl_inputs.external_${what}_path`),
      );
      return cert === undefined
        ? key === undefined && ca === undefined
        : key !== undefined && ca !== undefined && at(config, 'manager.security.ssl_enabled') === true;
    },
    'an external certificate is given unless a public address forbids it': ({ config, host, release }) => {
      const forbidden = release.addressForbidsExternalCertificate && /^[\d.]+$/.test(host.publicIp);
      return (at(config, 'ssl_inputs.external_cert_path') === undefined) === forbidden;
    },
    'client verification comes with a pair for each account that the release tells apart': ({
      config,
      release,
    }) => {
      const wanted = at(config, 'postgresql_client.ssl_client_verification') === true;
      const has = (account: string) =>
        ['cert', 'key'].every(
          (what) => at(config, `ssl_inputs.postgresql_${account}_${what}_path`) !== undefined,
        );
      return (
        has('client') === wanted &&
        has('superuser_client') === (wanted && release.superuserClientCertificates)
      );
    },
  },
};

function membersAddressed({ config, release }: Case): boolean {
  const members = Object.values((at(config, 'rabbitmq.cluster_members') as ConfigObject | undefined) ?? {});
  const path = release.membersAs === 'networks' ? 'networks.default' : 'default';
  return (
    members.length > 0 && members.every((member) => typeof at(member as ConfigObject, path) === 'string')
  );
}

/** External services bring CAs of their own. */
export const materialOf = (next: Cluster) =>
  next.sourcing.database.kind === 'external' ? otherAuthorities : material;

/** The demands that a host's configuration does not meet. */
export function unmet(host: Host, next: Cluster, config: ConfigObject): readonly string[] {
  if (host.role === 'load_balancer') return [];
  const seen = { config, host, next, release: knownRelease(next.version) };
  const demands = { ...DEMANDS.every, ...DEMANDS[host.role] };
  return Object.entries(demands).flatMap(([demand, met]) => (met(seen) ? [] : [`${host.name}: ${demand}`]));
}
