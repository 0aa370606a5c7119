import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import type { Service } from '../../../model/names.ts';
import { brokerNodeName } from '../product/members.ts';
import { SERVICE_NAMES, stagedPaths } from '../product/paths.ts';
import type { Release } from '../product/releases.ts';
import type { ConfigObject, ConfigValue } from './object.ts';

/** What a builder is given: the cluster as it will be, one host of it, and the secrets. */
export interface ConfigInput {
  readonly cluster: Cluster;
  readonly release: Release;
  readonly host: Host;
  readonly material: Material;
}

/** The host's own addresses; where the release has no key for them, flags of the install command carry them. */
export function ownAddresses({ release, host }: ConfigInput): ConfigObject {
  return release.addressesInConfig ? { private_ip: host.privateIp, public_ip: host.publicIp } : {};
}

/** The section of hosts that are no managers: only their addresses, so none where those are flags. */
export function ownAddressSection(input: ConfigInput): ConfigObject {
  return input.release.addressesInConfig ? { manager: ownAddresses(input) } : {};
}

/** The paths of the host's own certificate, its key and the CA, under the names that most sections use. */
export function ownCertificate(): ConfigObject {
  return { cert_path: stagedPaths.certificate, key_path: stagedPaths.key, ca_path: stagedPaths.ca };
}

/** `postgresql_server.cluster.nodes`, in the form that the release reads; empty where the database is external. */
export function databaseNodesSetting(release: Release, cluster: Cluster): ConfigValue {
  const databases = hostsOf(cluster, 'database');
  if (release.nodesAs === 'list') return databases.map((host) => host.privateIp);
  return Object.fromEntries(databases.map((host) => [host.hostname, { ip: host.privateIp }]));
}

/** `rabbitmq.cluster_members`, in the form that the release reads; brokers by their node names. */
export function brokerMembersSetting(release: Release, cluster: Cluster): ConfigObject {
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
}

/** The service itself, and the product's monitoring beside it where it is wanted. */
export function servicesToInstall({ cluster, release }: ConfigInput, service: Service): readonly string[] {
  const monitored = cluster.monitoring && release.monitoring;
  return [SERVICE_NAMES[service], ...(monitored ? ['monitoring_service'] : [])];
}

/**
 * The monitoring part of every role. The certificates are not optional: without them a node of a cluster fails after
 * minutes of installing (prometheus.py, 231). The shipped password is a published constant.
 */
export function monitoringSection({ cluster, release, material }: ConfigInput): ConfigObject {
  const password = material.secrets.monitoring_password;
  // Without monitoring nobody has to give the password.
  if (!cluster.monitoring || !release.monitoring || !password) return {};
  const credentials = { username: 'monitoring_user', password };
  return { prometheus: { ...ownCertificate(), credentials } };
}
