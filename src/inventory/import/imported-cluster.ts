import type { InventoryDraft, RoleSection } from '../draft.ts';
import type { SecretName } from '../../model/material.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import { Secret } from '../../model/secret.ts';
import { firstOf, isUrl, PACKAGE_KEYS, invalidConfig, importedRelease, sectionOf } from './cluster-config.ts';
import type { ClusterConfig } from './cluster-config.ts';
import { importFaults } from './import-faults.ts';
import { lostSettings } from './lost-settings.ts';

/** A cluster that a configuration file of cfy_cluster_manager describes, in Quorate's terms. */
interface ImportedCluster {
  readonly draft: Omit<InventoryDraft, 'name' | 'tls' | 'secrets' | 'schema'>;
  readonly secrets: Readonly<Partial<Record<SecretName, Secret>>>;
  /** The value of the variable that the inventory names, if the file has a password for SSH. */
  readonly env: EnvironmentVariables;
  /** Files to copy into the directory of certificates, by their name there. Empty if the file names no CA. */
  readonly certificates: Readonly<Record<string, string>>;
  /** Settings that the inventory does not contain, a sentence each. */
  readonly lost: readonly string[];
}

/** The variable from which the inventory reads the password for SSH. */
const SSH_PASSWORD = 'SSH_PASSWORD';

/** The place of each secret in the file. The second place of a secret is that of an external database. */
const SECRETS: readonly (readonly [SecretName, string])[] = [
  ['manager_admin_password', 'credentials.manager.admin_password'],
  ['postgres_password', 'credentials.postgresql.postgres_password'],
  ['postgres_password', 'external_db_configuration.server_password'],
  ['cloudify_db_password', 'external_db_configuration.cloudify_password'],
  ['etcd_token', 'credentials.postgresql.cluster.etcd.cluster_token'],
  ['etcd_root_password', 'credentials.postgresql.cluster.etcd.root_password'],
  ['etcd_patroni_password', 'credentials.postgresql.cluster.etcd.patroni_password'],
  ['patroni_rest_password', 'credentials.postgresql.cluster.patroni.rest_password'],
  ['replicator_password', 'credentials.postgresql.cluster.postgres.replicator_password'],
  ['db_monitoring_password', 'credentials.postgresql.db_monitoring.password'],
  ['rabbitmq_password', 'credentials.rabbitmq.password'],
  ['erlang_cookie', 'credentials.rabbitmq.erlang_cookie'],
  ['monitoring_password', 'credentials.prometheus.password'],
];

/** Returns a path of this machine that is valid in a file of another directory. */
type PathOf = (path: string) => string;

/** @throws UsageError with every fault of the file without which no inventory can be written */
export function importCluster(config: ClusterConfig, pathOf: PathOf): ImportedCluster {
  const faults = importFaults(config);
  if (faults.length > 0) throw invalidConfig(config.source, faults);
  const { values } = config;
  const found = SECRETS.flatMap(([name, path]) => {
    const value = values.get(path);
    return value === undefined ? [] : [[name, new Secret(value)] as const];
  });
  return {
    draft: draftOf(config, pathOf),
    secrets: Object.fromEntries(found),
    env: values.has('ssh_password') ? { [SSH_PASSWORD]: values.get('ssh_password') } : {},
    certificates: certificatesOf(config),
    lost: lostSettings(config),
  };
}

const USER_KEYS = ['ssh_user', 'machine_username'] as const;
const IDENTITY_KEYS = ['ssh_key_path', 'key_file_path'] as const;

function draftOf(config: ClusterConfig, pathOf: PathOf): ImportedCluster['draft'] {
  const { values } = config;
  const file = firstOf(config, PACKAGE_KEYS);
  const license = values.get('cloudify_license_path');
  const identity = firstOf(config, IDENTITY_KEYS);
  const hasPassword = values.has('ssh_password');
  return {
    creator: 'quorate import',
    version: importedRelease(config) ?? '',
    ...(file !== undefined && !isUrl(file) && { package: pathOf(file) }),
    ...(license !== undefined && { license: pathOf(license) }),
    ...optional('adminUser', values.get('credentials.manager.admin_username')),
    ssh: {
      user: firstOf(config, USER_KEYS) ?? 'root',
      ...(identity !== undefined && { identity: pathOf(identity) }),
      ...(hasPassword && { password: { env: SSH_PASSWORD } }),
    },
    hosts: hostsOf(config),
    settings: settingsOf(config, pathOf),
  };
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

function settingsOf({ values }: ClusterConfig, pathOf: PathOf): NonNullable<InventoryDraft['settings']> {
  const of = (key: string) => values.get(`external_db_configuration.${key}`);
  const [address, ca] = [of('host'), of('ca_path')];
  const balancer = values.get('load_balancer_ip');
  const user = values.get('credentials.rabbitmq.username');
  const database = {
    address,
    ...(ca !== undefined && { ca: pathOf(ca) }),
    ...optional('user', of('server_username')),
    ...optional('database', of('server_db_name')),
    ...optional('cloudify_user', of('cloudify_username')),
    ...optional('cloudify_database', of('cloudify_db_name')),
  };
  return {
    ...(address !== undefined && { databases: { external: database } }),
    ...(user !== undefined && { brokers: { user } }),
    ...(balancer !== undefined && { load_balancers: { external: { address: balancer } } }),
  };
}

/** The tool sorts machines by the number in their name. */
const numberOf = (machine: string): number => Number(/-(\d+)$/.exec(machine)?.[1] ?? 0);

function hostsOf({ machines, values }: ClusterConfig): InventoryDraft['hosts'] {
  const hosts = (section: RoleSection) =>
    machines
      .filter((machine) => sectionOf(machine) === section)
      .sort((a, b) => numberOf(a) - numberOf(b))
      .map((name) => {
        const of = (key: string) => values.get(`existing_vms.${name}.${key}`);
        const [publicIp, address = ''] = [of('public_ip'), of('private_ip')];
        return {
          name,
          address,
          ...(publicIp !== address && optional('public_ip', publicIp)),
          ...optional('hostname', of('hostname')),
        };
      });
  return {
    databases: hosts('databases'),
    brokers: hosts('brokers'),
    managers: hosts('managers'),
    load_balancers: [],
  };
}

function certificatesOf({ machines, values }: ClusterConfig): Readonly<Record<string, string>> {
  const ca = values.get('ca_cert_path');
  if (ca === undefined) return {};
  const ofMachines = machines.flatMap((name) => [
    [`${name}.crt`, values.get(`existing_vms.${name}.cert_path`)],
    [`${name}.key`, values.get(`existing_vms.${name}.key_path`)],
  ]);
  const given = ofMachines.filter((one): one is [string, string] => one[1] !== undefined);
  return Object.fromEntries([['ca.crt', ca] as const, ...given]);
}
