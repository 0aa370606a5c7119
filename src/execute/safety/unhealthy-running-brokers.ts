import type { Problem } from '../../errors/errors.ts';
import { NODE_RUNS, nodeRuns } from '../../components/rabbitmq/node-port.ts';
import { isUnreachable } from '../../membership/views/peer-view.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { isQueried, type Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { Run } from '../run.ts';

/**
 * Brokers that are not well though their nodes run: cut off from the others (`pause_minority` closes their ports), or
 * hanging. A restart would not bring them back, unlike one that is stopped. Not those that a job is just starting.
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

/** Those of them that do not answer: why nobody else is restarted now. */
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
