import type { Membership } from '../model/health/membership.ts';
import type { HostName } from '../model/names.ts';
import { readDatabases } from './services/databases.ts';
import { runningButUnreachable } from './views/peer-view.ts';
import { healthy } from './views/healthy.ts';
import { isNamedLeader } from './views/no-leader.ts';
import { nodeOf } from './proof/votes.ts';

/**
 * Returns the host to operate on next, or undefined if none remains. Unhealthy members come first, because the cluster
 * may not tolerate a second outage. The leader comes last, even if it is unreachable. The synchronous standbys, one of
 * which becomes the leader, come just before the leader. Call this function again after each host, because the leader
 * may have changed.
 */
export function nextLane(remaining: readonly HostName[], membership: Membership): HostName | undefined {
  const { leader, synchronous } = readDatabases(membership);
  const unreachable = runningButUnreachable(membership).map((member) => member.host);
  const rank = (host: HostName) => {
    const node = nodeOf(membership, host);
    if (unreachable.includes(host) && isNamedLeader(membership, host)) return 2;
    if (!healthy(membership, host)) return -1;
    return node === leader ? 2 : synchronous.includes(node) ? 1 : 0;
  };
  return [...remaining].sort((a, b) => rank(a) - rank(b))[0];
}
