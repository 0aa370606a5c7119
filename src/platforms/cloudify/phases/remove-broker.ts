import { removeBroker, stopBroker } from '../commands.ts';
import { brokerNode } from '../product/members.ts';
import { knownRelease } from '../product/versions.ts';
import { leavingLanes } from '../steps/remove-member.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Takes a broker out: its application stops (the node stays, or the others would miss it and pause), the product's own
 * `brokers remove` on a survivor forgets it, its host becomes bare.
 */
export const leaveBroker: Phase = {
  title: 'take the broker out',
  needs: [],
  follows: [],
  lanes: (input) =>
    leavingLanes(input, {
      service: 'broker',
      stop: () => stopBroker(input.next),
      takeOut: (host) => removeBroker(knownRelease(input.next.version), brokerNode(input.next, host)),
    }),
};
