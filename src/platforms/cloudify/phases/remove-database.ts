import { removeDatabase } from '../commands/databases.ts';
import { stopServices } from '../commands/services.ts';
import { knownRelease } from '../product/versions.ts';
import { switchoverFrom } from '../steps/switchover-from.ts';
import { removalLanes } from '../steps/remove-member.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Takes a database out: a leader hands over to its synchronous standby first, etcd and Patroni stop, one that stays takes
 * it out of etcd and of Patroni's pg_hba, its host becomes bare.
 */
export const removeDatabasePhase: Phase = {
  title: 'take the database out',
  needs: [],
  follows: [],
  lanes: (input) => {
    const release = knownRelease(input.after.version);
    return removalLanes(input, {
      service: 'database',
      stop: () => stopServices(release),
      requires: 'switchover-done',
      before: (host) => [switchoverFrom(input, host)],
      takeOut: (host) => removeDatabase(release, host.privateIp),
    });
  },
};
