import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import { remembered } from '../../../model/work/remembered.ts';
import type { Material } from '../../../model/material.ts';
import type { Service } from '../../../model/names.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { SERVICE_NAMES, stagedPaths } from '../product/paths.ts';
import type { Release } from '../product/releases.ts';
import type { ConfigObject, ConfigValue } from '../../../components/config-object.ts';

/** Input of the functions that render config.yaml. `cluster` is the cluster after the command. */
export interface ConfigInput {
  readonly cluster: Cluster;
  readonly release: Release;
  readonly host: Host;
  readonly material: Material;
}

/** Returns the host's own addresses. Empty for the release that takes them from flags of the install command. */
export function ownAddresses({ release, host }: ConfigInput): ConfigObject {
  return release.addressesInConfig ? { private_ip: host.privateIp, public_ip: host.publicIp } : {};
}

/** Returns the `manager` section of databases and brokers, which has only the host's addresses. */
export function ownAddressSection(input: ConfigInput): ConfigObject {
  return input.release.addressesInConfig ? { manager: ownAddresses(input) } : {};
}

/** Returns the paths of the host's own certificate, its key and the CA, with the keys that most sections use. */
export function ownCertificate(): ConfigObject {
  return { cert_path: stagedPaths.certificate, key_path: stagedPaths.key, ca_path: stagedPaths.ca };
}

/** Returns `postgresql_server.cluster.nodes` in the format of the release. Empty if the database is external. */
export const databaseNodesSetting = remembered((release: Release, cluster: Cluster): ConfigValue => {
  const databases = hostsOf(cluster, 'database');
  if (release.nodesAs === 'list') return databases.map((host) => host.privateIp);
  return Object.fromEntries(databases.map((host) => [host.hostname, { ip: host.privateIp }]));
});

/** Returns `rabbitmq.cluster_members` in the format of the release, by node name. */
export const brokerMembersSetting = remembered((release: Release, cluster: Cluster): ConfigObject => {
  const { broker } = cluster.sourcing;
  const members =
    broker.kind === 'external'
      ? broker.members
      : hostsOf(cluster, 'broker').map((host) => ({
          name: brokerNodeName(cluster, host),
          address: host.privateIp,
          networks: host.networks,
        }));
  const entries = members.map(({ name, address, networks: others }) => {
    const networks = { default: address, ...others };
    return [name, release.membersAs === 'networks' ? { networks } : networks] as const;
  });
  return Object.fromEntries(entries);
});

/** Returns the role's own service and, if enabled, the product's monitoring. */
export function servicesToInstall({ cluster, release }: ConfigInput, service: Service): readonly string[] {
  const monitored = cluster.monitoring && release.monitoring;
  return [SERVICE_NAMES[service], ...(monitored ? ['monitoring_service'] : [])];
}

/**
 * Returns the monitoring section, which is the same for every role. It must have the certificates, because otherwise the
 * installation of a cluster member fails after minutes (prometheus.py, 231). It must have a password, because the
 * default password is public.
 */
export function monitoringSection({ cluster, release, material }: ConfigInput): ConfigObject {
  const password = material.secrets.monitoring_password;
  // The password is missing if monitoring is off.
  if (!cluster.monitoring || !release.monitoring || !password) return {};
  const credentials = { username: 'monitoring_user', password };
  return { prometheus: { ...ownCertificate(), credentials } };
}
