import { stopBroker } from '../../../components/rabbitmq/commands.ts';
import { removeBroker } from '../commands/brokers.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { knownRelease } from '../product/versions.ts';
import { removalLanes } from '../../../phases/removal.ts';
import { productRemoval } from '../steps/remove-member.ts';
import type { Phase } from '../../../phases/phase.ts';

/**
 * Removes a broker: stops its RabbitMQ application (not the node, because the others pause if they miss a node), runs the
 * product's `brokers remove` on a remaining broker, and uninstalls it.
 */
export const removeBrokerPhase: Phase = {
  title: 'remove the broker',
  needs: [],
  follows: [],
  lanes: (input) =>
    removalLanes(input, {
      ...productRemoval(input, 'broker'),
      requires: 'no-executions',
      stop: () => stopBroker(input.after),
      remove: (host) => removeBroker(knownRelease(input.after.version), brokerNodeName(input.after, host)),
    }),
};
