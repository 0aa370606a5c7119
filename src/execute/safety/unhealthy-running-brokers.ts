import { shellOn } from '../../model/next-step.ts';
import type { Problem } from '../../errors/errors.ts';
import { BROKER_STATUS } from '../../components/rabbitmq/commands.ts';
import { NODE_RUNS, nodeRuns } from '../../components/rabbitmq/node-port.ts';
import { isUnreachable } from '../../membership/views/peer-view.ts';
import { healthy } from '../../membership/views/healthy.ts';
import { isQueried, type Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { Run } from '../run.ts';

/**
 * Unhealthy brokers whose nodes are running: partitioned (`pause_minority` closes their ports) or hanging. A restart
 * does not recover them, unlike a stopped broker. A broker that does not answer is left out while a job runs on its
 * host, because the job may be starting it.
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

/** Problems of unreachable brokers with a running node. They prevent the restart of any other broker. */
export function unhealthyBrokerProblems(run: Run, membership: Membership): readonly Problem[] {
  return unhealthyRunningBrokers(run, membership)
    .filter((host) => isUnreachable(membership, host))
    .map((host) => ({
      where: host,
      what: 'the broker does not answer although its node is running',
      why: `${NODE_RUNS}, so the broker is partitioned and paused, or it hangs`,
      next: shellOn('each broker', `sudo ${BROKER_STATUS}`),
    }));
}
