import type { NextMembers } from '../../../model/change.ts';
import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Material } from '../../../model/material.ts';
import { remembered } from '../../../model/work/remembered.ts';
import { memberToJoin } from '../../../phases/member-to-join.ts';
import { knownRelease } from '../product/versions.ts';
import { brokerConfig } from './broker.ts';
import { databaseConfig } from './database.ts';
import { managerConfig } from './manager.ts';
import { mergeConfig, type ConfigObject } from '../../../components/config-object.ts';
import type { ConfigInput } from './shared.ts';

/**
 * Returns /etc/cloudify/config.yaml of one host as data, with its overlay. It describes the cluster after the command;
 * only the broker to join comes from the current members.
 * @throws Error (a bug) for a load balancer, which has no config.yaml
 */
export function hostConfig({ joining, after }: NextMembers, host: Host, material: Material): ConfigObject {
  return configsOf(after, joining, material)(host);
}

/** The config of each host. Staging and installing need the same one. */
const configsOf = remembered((after: Cluster, joining: NextMembers['joining'], material: Material) =>
  remembered((host: Host): ConfigObject => {
    const input: ConfigInput = { cluster: after, release: knownRelease(after.version), host, material };
    return mergeConfig(forRole(input, { joining, after }), host.overlay);
  }),
);

function forRole(input: ConfigInput, members: NextMembers): ConfigObject {
  const { host } = input;
  switch (host.role) {
    case 'database':
      return databaseConfig(input);
    case 'broker':
      return brokerConfig(input, memberToJoin(members, host, 'broker'));
    case 'manager':
      return managerConfig(input);
    case 'load_balancer':
      throw new Error(`${host.name}: a load balancer has no config.yaml`);
  }
}
