import { knownRelease } from './product/versions.ts';
import { hostsOf, type Cluster } from '../../model/cluster.ts';

/**
 * What the operator types on their own machine to use the cluster. The password is asked for by the shell: `cfy` asks
 * for none and refuses `-u` without `-p`, which would put it into the process list.
 */
export function closingLines(cluster: Cluster): readonly string[] {
  const entry = entryOf(cluster);
  if (entry === undefined) return [];
  const { profileNeedsUpdate } = knownRelease(cluster.version);
  return [
    'On your own machine, beside the ca.crt of this cluster:',
    `  export CLOUDIFY_USERNAME=${cluster.adminUser}`,
    '  read -rs CLOUDIFY_PASSWORD; export CLOUDIFY_PASSWORD',
    `  cfy profiles use ${entry} -t default_tenant --ssl -c ca.crt`,
    ...(profileNeedsUpdate ? ['  cfy cluster update-profile'] : []),
    '  cfy cluster status',
  ];
}

/** The address under which the managers are reached as one, or else the first of them. */
function entryOf(cluster: Cluster): string | undefined {
  const { load_balancer: balancer } = cluster.sourcing;
  if (balancer.kind === 'external') return balancer.address;
  const [first] = [...hostsOf(cluster, 'load_balancer'), ...hostsOf(cluster, 'manager')];
  return first?.publicIp;
}
