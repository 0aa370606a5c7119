import { stopBroker } from '../../../components/rabbitmq/commands.ts';
import { removeBroker } from '../commands/brokers.ts';
import { brokerNodeName } from '../product/members.ts';
import { knownRelease } from '../product/versions.ts';
import { removalLanes } from '../steps/remove-member.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Takes a broker out: its application stops (the node stays, or the others would miss it and pause), the product's own
 * `brokers remove` on a survivor forgets it, its host becomes bare.
 */
export const removeBrokerPhase: Phase = {
  title: 'take the broker out',
  needs: [],
  follows: [],
  lanes: (input) =>
    removalLanes(input, {
      service: 'broker',
      requires: 'no-executions',
      stop: () => stopBroker(input.after),
      takeOut: (host) => removeBroker(knownRelease(input.after.version), brokerNodeName(input.after, host)),
    }),
};
