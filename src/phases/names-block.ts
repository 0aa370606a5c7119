import { brokerNodeName } from '../components/rabbitmq/node-name.ts';
import { hostsOf, type Cluster, type Host } from '../model/cluster.ts';
import type { AbsolutePath } from '../model/names.ts';
import type { FileSpec } from '../model/plan/step.ts';

const HOSTS_FILE: AbsolutePath = '/etc/hosts';
/** The marker of the block in /etc/hosts that names the brokers. */
const NAMES_BLOCK = 'cluster-names';

/** The /etc/hosts block by which brokers and managers resolve broker names if the cluster uses no DNS. */
export function namesBlock(cluster: Cluster, host: Host): readonly FileSpec[] {
  if (cluster.nameResolution === 'dns' || host.role === 'database') return [];
  const line = (broker: Host) => {
    const known = new Set([brokerNodeName(cluster, broker), broker.hostname]);
    return `${broker.privateIp} ${[...known].join(' ')}\n`;
  };
  const block = hostsOf(cluster, 'broker').map(line).join('');
  return [
    {
      path: HOSTS_FILE,
      mode: 0o644,
      owner: 'root:root',
      want: { block, marker: NAMES_BLOCK },
      compare: 'content',
    },
  ];
}
