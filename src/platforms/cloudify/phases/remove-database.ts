import { removeDatabase } from '../commands/databases.ts';
import { stopServices } from '../commands/services.ts';
import { knownRelease } from '../product/versions.ts';
import { switchoverFrom } from '../steps/switchover-from.ts';
import { removalLanes } from '../../../phases/removal.ts';
import { productRemoval } from '../steps/remove-member.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Removes a database: a leader steps down for a synchronous standby first, etcd and Patroni stop, a remaining database
 * removes it from etcd and from Patroni's pg_hba, and it is uninstalled.
 */
export const removeDatabasePhase: Phase = {
  title: 'remove the database',
  needs: [],
  follows: [],
  lanes: (input) => {
    const release = knownRelease(input.after.version);
    return removalLanes(input, {
      ...productRemoval(input, 'database'),
      stop: () => stopServices(release),
      requires: 'switchover-done',
      before: (host) => [switchoverFrom(input, host)],
      remove: (host) => removeDatabase(release, host.privateIp),
    });
  },
};
