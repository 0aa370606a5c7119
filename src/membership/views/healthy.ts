import type { Membership } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import { brokerVotes } from '../services/brokers.ts';
import { readDatabases } from '../services/databases.ts';
import { healthyManagers } from '../services/managers.ts';
import { nodeOf } from '../proof/votes.ts';

/** True if this member has recovered or joined, so that the next member may be operated on. */
export function healthy(membership: Membership, host: HostName): boolean {
  const node = nodeOf(membership, host);
  switch (membership.service) {
    case 'database': {
      const { votes, leader, streaming } = readDatabases(membership);
      return votes.available.includes(node) && (leader === node || streaming.includes(node));
    }
    case 'broker': {
      const view = membership.views[host];
      if (view?.kind !== 'broker' || !brokerVotes(membership).available.includes(node)) return false;
      return view.partitions.length === 0 && view.unsynchronized === 0;
    }
    case 'manager':
      return healthyManagers(membership).includes(host);
  }
}
