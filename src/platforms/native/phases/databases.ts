import { isJoining, keptMembersOf, type Phase } from '../../../phases/phase.ts';
import { installLanes } from '../steps/install.ts';

/**
 * Starts etcd, Patroni and PostgreSQL. In a new cluster, all listed databases bootstrap together, in any order; a database
 * that the command adds joins.
 */
export const databases: Phase = {
  title: 'start the databases',
  needs: [],
  follows: ['stage'],
  lanes: (input) =>
    installLanes(input, 'database', (host) =>
      isJoining(input, host) && keptMembersOf(input, 'database').length > 0 ? 'join' : 'bootstrap',
    ),
};
