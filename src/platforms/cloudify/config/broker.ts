import type { Host } from '../../../model/cluster.ts';
import { brokerNode } from '../product/members.ts';
import type { ConfigObject } from './object.ts';
import {
  addressSection,
  brokerMembers,
  monitoring,
  ownCertificate,
  services,
  type ConfigInput,
} from './shared.ts';

/** config.yaml of a broker. @param join the member to join; undefined for the broker that founds the cluster */
export function brokerConfig(input: ConfigInput, join: Host | undefined): ConfigObject {
  const { cluster, release, host, material } = input;
  return {
    ...addressSection(input),
    rabbitmq: {
      username: cluster.brokerUser,
      password: material.secrets.rabbitmq_password,
      cluster_members: brokerMembers(release, cluster),
      ...ownCertificate(),
      nodename: brokerNode(cluster, host),
      use_long_name: cluster.brokerLongNames,
      ...(join ? { join_cluster: brokerNode(cluster, join) } : {}),
      erlang_cookie: material.secrets.erlang_cookie,
    },
    ...monitoring(input),
    services_to_install: services(input, 'broker'),
  };
}
