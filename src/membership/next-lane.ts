import type { Membership } from '../model/health/membership.ts';
import type { HostName } from '../model/names.ts';
import { readDatabases } from './services/databases.ts';
import { runningButUnreachable } from './views/peer-view.ts';
import { healthy } from './views/healthy.ts';
import { isNamedLeader } from './views/no-leader.ts';
import { nodeOf } from './proof/votes.ts';

/**
 * Of the hosts still to be done, the one to do now: first whoever is not well, since the others can bear nothing while it
 * is down; the leader last, though it may not answer us just now, and the synchronous standby, which takes over from it,
 * just before. Asked again after each: the lead may have moved. undefined when none remains.
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
