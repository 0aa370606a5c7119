import { hostsOf, type Cluster } from '../model/cluster.ts';

/**
 * What the operator types on their own machine to use the cluster. The password is asked for by the shell: `cfy` asks
 * for none and refuses `-u` without `-p`, which would put it into the process list.
 */
export function closingLines(cluster: Cluster): readonly string[] {
  const [entry] = [...hostsOf(cluster, 'load_balancer'), ...hostsOf(cluster, 'manager')];
  if (!entry) return [];
  return [
    'On your own machine, beside the ca.crt of this cluster:',
    `  export CLOUDIFY_USERNAME=${cluster.adminUser}`,
    '  read -rs CLOUDIFY_PASSWORD; export CLOUDIFY_PASSWORD',
    `  cfy profiles use ${entry.publicIp} -t default_tenant --ssl -c ca.crt`,
    '  cfy cluster status',
  ];
}
