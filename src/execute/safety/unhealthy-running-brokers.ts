import type { Problem } from '../../errors/errors.ts';
import { NODE_RUNS, nodeRuns } from '../../components/rabbitmq/node-port.ts';
import { isUnreachable } from '../../membership/views/peer-view.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { isQueried, type Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { Run } from '../run.ts';

/**
 * Unhealthy brokers whose nodes run: partitioned (`pause_minority` closes their ports) or hanging. A restart does not
 * bring them back, unlike a stopped broker. Without brokers that a job is starting.
 */
export function unhealthyRunningBrokers({ fleet }: Run, membership: Membership): readonly HostName[] {
  if (membership.service !== 'broker') return [];
  return membership.expected.flatMap((member) => {
    const { host, standing } = member;
    if (!isQueried(member) || standing === 'joining' || healthy(membership, host)) return [];
    const seen = fleet.remembered(host);
    const starting = Object.values(seen?.jobs ?? {}).some(({ state }) => state === 'running');
    const runs = seen !== undefined && nodeRuns(seen.facts);
    return !isUnreachable(membership, host) || (runs && !starting) ? [host] : [];
  });
}

/** Problems of unreachable brokers whose nodes run, because of which no other broker is restarted. */
export function unhealthyBrokerProblems(run: Run, membership: Membership): readonly Problem[] {
  return unhealthyRunningBrokers(run, membership)
    .filter((host) => isUnreachable(membership, host))
    .map((host) => ({
      where: host,
      what: 'the broker does not answer though its node runs',
      why: `${NODE_RUNS}: it is cut off from the others and has paused, or it hangs`,
      next: 'on each broker: sudo rabbitmqctl cluster_status',
    }));
}
