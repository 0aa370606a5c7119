import type { Membership } from '../model/health/membership.ts';
import type { HostName } from '../model/names.ts';
import { readDatabases } from './services/databases.ts';
import { hostOf } from './proof/votes.ts';

/**
 * Returns the candidate for the leadership after `of`: a synchronous standby that answers. Other standbys may lack the
 * last commits.
 */
export function switchoverCandidate(membership: Membership, of: HostName): HostName | undefined {
  const { synchronous } = readDatabases(membership);
  return synchronous.map((node) => hostOf(membership, node)).find((host) => host !== of);
}

/** The leader, if all members agree on it; otherwise undefined. */
export function leaderOf(membership: Membership): HostName | undefined {
  const { leader } = readDatabases(membership);
  return leader === undefined ? undefined : hostOf(membership, leader);
}
