import { knownRelease } from './product/versions.ts';
import { hostsOf, type Cluster } from '../../model/cluster.ts';

/**
 * Returns the commands with which the operator uses the cluster from their own machine. The shell prompts for the
 * password, because `cfy` does not prompt and requires `-p` with `-u`, which would show the password in the process list.
 */
export function closingLines(cluster: Cluster): readonly string[] {
  const entry = entryOf(cluster);
  if (entry === undefined) return [];
  const { profileNeedsUpdate } = knownRelease(cluster.version);
  return [
    'On your own machine, in the directory with ca.crt of this cluster:',
    `  export CLOUDIFY_USERNAME=${cluster.adminUser}`,
    '  read -rs CLOUDIFY_PASSWORD; export CLOUDIFY_PASSWORD',
    `  cfy profiles use ${entry} -t default_tenant --ssl -c ca.crt`,
    ...(profileNeedsUpdate ? ['  cfy cluster update-profile'] : []),
    '  cfy cluster status',
  ];
}

/**
 * Returns the address of the external or of the first load balancer, otherwise of the first manager; undefined if the
 * cluster has none of them.
 */
function entryOf(cluster: Cluster): string | undefined {
  const { load_balancer: balancer } = cluster.sourcing;
  if (balancer.kind === 'external') return balancer.address;
  const [first] = [...hostsOf(cluster, 'load_balancer'), ...hostsOf(cluster, 'manager')];
  return first?.publicIp;
}
