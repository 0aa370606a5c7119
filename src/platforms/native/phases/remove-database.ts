import type { Phase } from '../../../phases/phase.ts';
import { removalLanes } from '../../../phases/removal.ts';
import { removeEtcdMember } from '../commands/etcd.ts';
import { stopMember } from '../commands/services.ts';
import { memberRemoval } from '../steps/remove-member.ts';
import { switchoverFrom } from '../steps/switchover-from.ts';

/**
 * Removes a database: a leader steps down for a synchronous standby first, Patroni and etcd stop, a remaining database
 * removes it from etcd, and its data is deleted.
 */
export const removeDatabasePhase: Phase = {
  title: 'remove the database',
  needs: [],
  follows: [],
  lanes: (input) =>
    removalLanes(input, {
      ...memberRemoval(input, 'database'),
      stop: () => stopMember('database'),
      requires: 'switchover-done',
      before: (host) => [switchoverFrom(input, host)],
      remove: ({ name }) => removeEtcdMember(name),
    }),
};
