import { hostConfig } from '../config/config.ts';
import { renderConfig } from '../config/yaml.ts';
import { brokerNodeName } from '../product/members.ts';
import { HOSTS_FILE, NAMES_BLOCK, PRODUCT_CONFIG } from '../product/paths.ts';
import { knownRelease } from '../product/versions.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { FileSpec } from '../../../model/plan/step.ts';
import type { PhaseInput } from '../../../phases/phase.ts';

/**
 * The file config.yaml of a host. Compared by its receipt if the release rewrites the file and masks its passwords
 * during the install.
 */
export function productConfig(input: PhaseInput, host: Host): FileSpec {
  const { rewritesConfig } = knownRelease(input.after.version);
  return {
    path: PRODUCT_CONFIG,
    mode: 0o600,
    owner: 'root:root',
    want: { whole: renderConfig(hostConfig(input, host, input.material)) },
    compare: rewritesConfig ? 'receipt' : 'content',
  };
}

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
