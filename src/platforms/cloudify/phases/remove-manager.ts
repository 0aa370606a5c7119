import { unregisterManager } from '../commands/managers.ts';
import { stopServices } from '../commands/services.ts';
import { knownRelease } from '../product/versions.ts';
import { removalLanes } from '../steps/remove-member.ts';
import type { Phase } from '../../../phases/phase.ts';

/** Takes a manager out: it stops, another takes it from the registry, which knows it by its hostname, its host becomes bare. */
export const removeManagerPhase: Phase = {
  title: 'take the manager out',
  needs: [],
  follows: [],
  lanes: (input) =>
    removalLanes(input, {
      service: 'manager',
      requires: 'no-executions',
      stop: () => stopServices(knownRelease(input.after.version)),
      takeOut: (host) => unregisterManager(host.hostname),
    }),
};
