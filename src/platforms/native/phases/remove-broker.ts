import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { forgetBroker, stopBroker } from '../../../components/rabbitmq/commands.ts';
import type { Phase } from '../../../phases/phase.ts';
import { removalLanes } from '../../../phases/removal.ts';
import { memberRemoval } from '../steps/remove-member.ts';

/**
 * Removes a broker: stops its RabbitMQ application (not the node, because the others pause if they miss a node), removes
 * it, with its copies of the quorum queues, through a remaining broker, and deletes its data.
 */
export const removeBrokerPhase: Phase = {
  title: 'remove the broker',
  needs: [],
  follows: [],
  lanes: (input) =>
    removalLanes(input, {
      ...memberRemoval(input, 'broker'),
      stop: () => stopBroker(input.after),
      requires: 'nothing',
      remove: (host) => forgetBroker(input.after, brokerNodeName(input.after, host)),
    }),
};
