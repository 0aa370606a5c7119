import type { Facts } from '../../model/host/facts.ts';

/** Traffic between brokers. Open as long as the Erlang VM runs, also while RabbitMQ is paused in it. */
export const INTER_NODE = 25672;

/** The node of a broker runs there, whatever RabbitMQ in it does. */
export function nodeRuns({ listening }: Facts): boolean {
  return listening.some(({ port }) => port === INTER_NODE);
}

/** The same in words. */
export const NODE_RUNS = `port ${INTER_NODE} is open`;
