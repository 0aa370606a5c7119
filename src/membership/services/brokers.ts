import { BROKER_STATUS } from '../../components/rabbitmq/commands.ts';
import type { BrokerView, Membership } from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import { isOnLostMember, type MemberOperation } from '../../model/plan/step.ts';
import { inOrder, shellOn } from '../../model/next-step.ts';
import { all, refused, safe, wait } from '../proof/vote-count.ts';
import { reportedRunningBy } from '../views/peer-view.ts';
import { answeringMembers, type AnsweringMember } from '../views/compared-views.ts';
import { nodeOf, proveQuorumWithOneMore, proveQuorumWithout, type Votes } from '../proof/votes.ts';

export function brokerViews(membership: Membership): readonly AnsweringMember<BrokerView>[] {
  return answeringMembers(membership, 'broker');
}

/** Counts the brokers. A node is running if it answers and every answering node reports it running. */
export function brokerVotes(membership: Membership): Votes {
  const seen = brokerViews(membership);
  const nodes = seen.map(({ node }) => node);
  const running = nodes.filter((node) => seen.every(({ view }) => view.running.includes(node)));
  return {
    service: 'broker',
    of: 'broker',
    able: 'running',
    members: [...new Set(seen.flatMap(({ view }) => view.members))],
    available: running,
    recovering: nodes.filter((node) => !running.includes(node)),
  };
}

/** Decides whether this broker may be restarted, stopped or removed. Counts nodes (`pause_minority`) and checks queues. */
export function proveBrokerDisruption(membership: Membership, operation: MemberOperation): Proof {
  const votes = brokerVotes(membership);
  const node = nodeOf(membership, operation.member);
  const permanent = operation.kind === 'remove';
  const isRunning =
    votes.available.includes(node) || reportedRunningBy(membership, operation.member).length > 0;
  const quorum = proveQuorumWithout(votes, { host: operation.member, node, permanent });
  return all(
    quorum,
    proveNotPartitioned(membership),
    isRunning || (permanent && !isOnLostMember(operation)) ? proveQueues(membership) : safe(),
    isRunning ? proveCopies(membership, operation.member) : safe(),
  );
}

/** Decides whether a broker may be added. */
export function proveBrokerAddition(membership: Membership, host: HostName): Proof {
  return all(
    proveQuorumWithOneMore(membership, brokerVotes(membership), host),
    proveNotPartitioned(membership),
  );
}

function proveNotPartitioned(membership: Membership): Proof {
  const partitioned = brokerViews(membership).filter(({ view }) => view.partitions.length > 0);
  const [first] = partitioned;
  if (!first) return safe();
  const clause = { kind: 'partitioned', node: first.node, from: first.view.partitions } as const;
  return refused(clause, inOrder('heal the partition first', shellOn('each broker', BROKER_STATUS)));
}

/** Waits for alarms to clear and mirrors to synchronize. Unknown numbers of queues count as 0. */
function proveQueues(membership: Membership): Proof {
  const views = brokerViews(membership).map(({ view }) => view);
  const alarms = [...new Set(views.flatMap((view) => view.alarms))];
  if (alarms.length > 0) return wait({ kind: 'alarms', alarms });
  const queues = Math.max(0, ...views.map((view) => view.unsynchronized ?? 0));
  return queues > 0 ? wait({ kind: 'queues-out-of-sync', queues }) : safe();
}

/** Only the broker itself reports whether it has the only synchronized copy of a queue. */
function proveCopies(membership: Membership, host: HostName): Proof {
  const own = membership.views[host];
  if (own?.kind !== 'broker' || own.unsynchronized === undefined)
    return wait({ kind: 'mirrors', host, state: 'unknown' });
  return own.critical
    ? wait({ kind: 'mirrors', host, state: 'critical' })
    : safe({ kind: 'mirrors', host, state: 'in-sync' });
}
