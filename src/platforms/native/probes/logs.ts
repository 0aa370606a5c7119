import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { hostNamed, type Cluster, type Host } from '../../../model/cluster.ts';
import type { GateCheck } from '../../../model/health/gate.ts';
import type { AbsolutePath } from '../../../model/names.ts';

/** Returns, for each queried host, the log of its service, if it has one, and the log of the gate. */
export function logsOf(
  cluster: Cluster,
  { queries, log }: { readonly queries: GateCheck['queries']; readonly log: AbsolutePath },
): NonNullable<GateCheck['logs']> {
  const logs = queries.map(({ host }) => {
    const own = serviceLog(cluster, hostNamed(cluster, host));
    return [host, own ? [own, log] : [log]] as const;
  });
  return Object.fromEntries(logs);
}

/** etcd and Patroni log to the systemd journal. */
function serviceLog(cluster: Cluster, host: Host): AbsolutePath | undefined {
  return host.role === 'broker' ? `/var/log/rabbitmq/rabbit@${brokerNodeName(cluster, host)}.log` : undefined;
}
