import { INTER_NODE } from '../../platforms/cloudify/product/ports.ts';
import type { Facts } from '../../model/host/facts.ts';

/** The node of a broker runs there, whatever RabbitMQ in it does. */
export function nodeRuns({ listening }: Facts): boolean {
  return listening.some(({ port }) => port === INTER_NODE);
}

/** The same in words. */
export const NODE_RUNS = `port ${INTER_NODE} is open`;
