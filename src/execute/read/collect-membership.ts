import { readMembership } from '../../components/read-membership.ts';
import { platformOf } from '../../registry/platforms.ts';
import { SECOND } from '../../model/duration.ts';
import { isQueried, type Membership } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import { queryHosts } from './query-hosts.ts';
import type { Query } from './shared-queries.ts';
import { bootstrappedHosts } from '../safety/bootstrapped-hosts.ts';
import { queryThroughPeer } from '../safety/check-declared-lost.ts';
import type { Run } from '../run.ts';

/** Time limit for reconnecting to a member. After it, the proof counts the member as unreachable. */
const MEMBER_PATIENCE = 2 * SECOND;

/**
 * Queries the members of a service now. Only the information which hosts record that the service is bootstrapped comes
 * from earlier surveys.
 */
export async function collectMembership(
  run: Run,
  service: Service,
  query: Query = (queries, patienceMs) => queryHosts(run.fleet, queries, patienceMs),
): Promise<Membership> {
  const ask = run.plan.memberships.find((membership) => membership.service === service);
  if (!ask) throw new Error(`the plan has no query for the members of the service ${service}`);
  const asOf = run.env.clock.now();
  const [answers, throughPeers] = await Promise.all([
    query(ask.members.filter(isQueried), MEMBER_PATIENCE),
    // No peer reports whether a manager is running, so its status is queried from another host.
    queryThroughPeer(run, service === 'manager' ? ask.members.filter((member) => !isQueried(member)) : []),
  ]);
  const expected = ask.members.map(({ probes: _, ...member }) => member);
  const asked = {
    service,
    expected,
    answers: { ...answers, ...throughPeers },
    asOf,
    bootstrapped: bootstrappedHosts(run, service),
  };
  return readMembership(asked, platformOf(run.plan).managerView);
}
