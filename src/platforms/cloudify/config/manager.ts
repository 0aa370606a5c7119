import { hostsOf, type Sourcing } from '../../../model/cluster.ts';
import { isIpAddress } from '../../../model/address.ts';
import { stagedPaths } from '../product/paths.ts';
import { isConfigObject, type ConfigObject } from '../../../components/config-object.ts';
import {
  ownAddresses,
  brokerMembersSetting,
  databaseNodesSetting,
  monitoringSection,
  servicesToInstall,
  type ConfigInput,
} from './shared.ts';

/**
 * Returns config.yaml of a manager. Leaves out entropy_service, which according to the product does not belong in
 * containers; an overlay can add it. Leaves out `postgres_password`, because the product uses server_password
 * (utils/db.py, 94).
 */
export function managerConfig(input: ConfigInput): ConfigObject {
  const { cluster, release, host, material } = input;
  return {
    manager: managerSection(input),
    ...(Object.keys(host.networks).length > 0 ? { networks: host.networks } : {}),
    postgresql_server: {
      ca_path: material.serviceCa.database === undefined ? stagedPaths.ca : stagedPaths.databaseCa,
      ssl_enabled: true,
      cluster: { nodes: databaseNodesSetting(release, cluster) },
    },
    postgresql_client: databaseClient(input),
    rabbitmq: brokers(input),
    ssl_inputs: { ...internalCertificate(), ...externalCertificate(input), ...clientCertificates(input) },
    ...rateLimit(input),
    ...monitoringSection(input),
    services_to_install: servicesToInstall(input, 'manager'),
  };
}

/** Every manager has the license, but only the one that creates the database uses it (restservice.py). */
function managerSection(input: ConfigInput): ConfigObject {
  const { cluster, host, material } = input;
  return {
    ...ownAddresses(input),
    hostname: host.hostname,
    security: {
      ssl_enabled: true,
      admin_username: cluster.adminUser,
      admin_password: material.secrets.manager_admin_password,
    },
    ...(material.license ? { cloudify_license_path: stagedPaths.license } : {}),
  };
}

function databaseClient({ cluster, material: { secrets } }: ConfigInput): ConfigObject {
  return {
    ...externalDatabase(cluster.sourcing.database),
    ssl_enabled: true,
    server_password: secrets.postgres_password,
    cloudify_password: secrets.cloudify_db_password,
    ssl_client_verification: cluster.sslClientVerification,
  };
}

/** Has no key for the port: the product passes psql only the host, so psql uses 5432 (utils/db.py, 88). */
function externalDatabase(database: Sourcing['database']): ConfigObject {
  if (database.kind === 'managed') return {};
  return {
    host: database.address,
    server_db_name: database.database,
    server_username: database.user,
    cloudify_db_name: database.cloudifyDatabase,
    cloudify_username: database.cloudifyUser,
  };
}

function brokers({ cluster, release, material }: ConfigInput): ConfigObject {
  const external = cluster.sourcing.broker.kind === 'external' && release.externalBrokersKey;
  return {
    username: cluster.brokerUser,
    password: material.secrets.rabbitmq_password,
    ca_path: material.serviceCa.broker === undefined ? stagedPaths.ca : stagedPaths.brokerCa,
    ...(external ? { is_external: true } : {}),
    cluster_members: brokerMembersSetting(release, cluster),
  };
}

/** A manager that joins needs this certificate. Setting it also keeps the CA's key off every host (val.py, 302). */
function internalCertificate(): ConfigObject {
  return {
    ca_cert_path: stagedPaths.ca,
    internal_cert_path: stagedPaths.certificate,
    internal_key_path: stagedPaths.key,
  };
}

/**
 * Sets an external certificate, because the product otherwise generates one that no client trusts. Without a separate
 * one it is the host's own certificate, which has the public address anyway. If the release forbids an external
 * certificate with a public IP address, clients get the internal certificate.
 */
function externalCertificate({ host, material, release }: ConfigInput): ConfigObject {
  const separate = material.external[host.name] !== undefined;
  if (!separate && release.addressForbidsExternalCertificate && isIpAddress(host.publicIp)) return {};
  return {
    external_cert_path: separate ? stagedPaths.externalCertificate : stagedPaths.certificate,
    external_key_path: separate ? stagedPaths.externalKey : stagedPaths.key,
    external_ca_cert_path: stagedPaths.ca,
  };
}

/**
 * Turns off the limit of nginx behind load balancers, where all clients and health checks have one address and would share
 * 10 requests a second (docs/hazards.md 28). An overlay that has any setting of the limit decides instead.
 */
function rateLimit({ cluster, release, host }: ConfigInput): ConfigObject {
  const balanced =
    cluster.sourcing.load_balancer.kind === 'external' || hostsOf(cluster, 'load_balancer').length > 0;
  const { nginx } = host.overlay;
  const decided = isConfigObject(nginx) && nginx['rate_limit'] !== undefined;
  return balanced && release.rateLimit && !decided ? { nginx: { rate_limit: { enabled: false } } } : {};
}

function clientCertificates({ cluster, release }: ConfigInput): ConfigObject {
  if (!cluster.sslClientVerification) return {};
  const client = {
    postgresql_client_cert_path: stagedPaths.databaseClientCertificate,
    postgresql_client_key_path: stagedPaths.databaseClientKey,
  };
  if (!release.superuserClientCertificates) return client;
  return {
    ...client,
    postgresql_superuser_client_cert_path: stagedPaths.databaseSuperuserCertificate,
    postgresql_superuser_client_key_path: stagedPaths.databaseSuperuserKey,
  };
}
