import type { Host } from '../../../model/cluster.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import type { ConfigObject } from '../../../components/config-object.ts';
import {
  ownAddressSection,
  brokerMembersSetting,
  monitoringSection,
  ownCertificate,
  servicesToInstall,
  type ConfigInput,
} from './shared.ts';

/** Returns config.yaml of a broker. @param join the member to join; undefined for the broker that forms the cluster */
export function brokerConfig(input: ConfigInput, join: Host | undefined): ConfigObject {
  const { cluster, release, host, material } = input;
  return {
    ...ownAddressSection(input),
    rabbitmq: {
      username: cluster.brokerUser,
      password: material.secrets.rabbitmq_password,
      cluster_members: brokerMembersSetting(release, cluster),
      ...ownCertificate(),
      nodename: brokerNodeName(cluster, host),
      use_long_name: cluster.brokerLongNames,
      ...(join ? { join_cluster: brokerNodeName(cluster, join) } : {}),
      erlang_cookie: material.secrets.erlang_cookie,
    },
    ...monitoringSection(input),
    services_to_install: servicesToInstall(input, 'broker'),
  };
}
