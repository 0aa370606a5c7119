import type { Facts } from '../../model/host/facts.ts';

/** Traffic between brokers. Open as long as the Erlang VM runs, also while RabbitMQ is paused in it. */
export const INTER_NODE = 25672;

/** True if the broker's Erlang node runs on the host, even if RabbitMQ is stopped or paused in it. */
export function nodeRuns({ listening }: Facts): boolean {
  return listening.some(({ port }) => port === INTER_NODE);
}

/** Message for `nodeRuns`. */
export const NODE_RUNS = `port ${INTER_NODE} is open`;
