import type { Membership } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import { brokerVotes } from './brokers.ts';
import { readDatabases } from './databases.ts';
import { managerVotes } from './managers.ts';
import type { Votes } from '../proof/votes.ts';

/** The function that counts the votes of a service. Managers do not vote; they are only counted. */
export const VOTES_BY_SERVICE: Readonly<Record<Service, (membership: Membership) => Votes>> = {
  broker: brokerVotes,
  database: (membership) => readDatabases(membership).votes,
  manager: managerVotes,
};
