import { serviceLog } from '../product/logs.ts';
import { hostNamed, type Cluster } from '../../../model/cluster.ts';
import type { GateCheck } from '../../../model/health/gate.ts';
import type { AbsolutePath } from '../../../model/names.ts';

/** Returns, for each queried host, the log of its service and the log of the gate. */
export function logsOf(
  cluster: Cluster,
  { queries, log }: { readonly queries: GateCheck['queries']; readonly log: AbsolutePath },
): NonNullable<GateCheck['logs']> {
  const logs = queries.map(({ host }) => {
    return [host, [serviceLog(cluster, hostNamed(cluster, host)), log]] as const;
  });
  return Object.fromEntries(logs);
}
