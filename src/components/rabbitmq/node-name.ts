import type { Cluster, Host } from '../../model/cluster.ts';

/** Returns a broker's node name without `rabbit@`, cut at the first dot unless long names are used. */
export function brokerNodeName(
  { brokerLongNames }: Pick<Cluster, 'brokerLongNames'>,
  { hostname }: Host,
): string {
  return brokerLongNames ? hostname : (hostname.split('.')[0] ?? hostname);
}
