import type { Membership } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import { brokerVotes } from './brokers.ts';
import { readDatabases } from './databases.ts';
import { managerVotes } from './managers.ts';
import type { Votes } from '../proof/votes.ts';

/** Who votes in a service (managers only count), and who can now. */
export const VOTES_BY_SERVICE: Readonly<Record<Service, (membership: Membership) => Votes>> = {
  broker: brokerVotes,
  database: (membership) => readDatabases(membership).votes,
  manager: managerVotes,
};
