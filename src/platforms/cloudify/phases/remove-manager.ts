import { unregisterManager } from '../commands/managers.ts';
import { stopServices } from '../commands/services.ts';
import { knownRelease } from '../product/versions.ts';
import { removalLanes } from '../../../phases/removal.ts';
import { productRemoval } from '../steps/remove-member.ts';
import type { Phase } from '../../../phases/phase.ts';

/** Removes a manager: stops it, another manager unregisters it by its hostname, and it is uninstalled. */
export const removeManagerPhase: Phase = {
  title: 'remove the manager',
  needs: [],
  follows: [],
  lanes: (input) =>
    removalLanes(input, {
      ...productRemoval(input, 'manager'),
      requires: 'no-executions',
      stop: () => stopServices(knownRelease(input.after.version)),
      remove: (host) => unregisterManager(host.hostname),
    }),
};
