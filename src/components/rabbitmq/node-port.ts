import type { Facts } from '../../model/host/facts.ts';

/**
 * The port for traffic between brokers. It is open as long as the Erlang VM runs, even while RabbitMQ is paused in it.
 */
export const INTER_NODE = 25672;

/** True if the broker's Erlang node runs on the host, even if RabbitMQ is stopped or paused in it. */
export function nodeRuns({ listening }: Facts): boolean {
  return listening.some(({ port }) => port === INTER_NODE);
}

/** Explains in a message why `nodeRuns` is true. */
export const NODE_RUNS = `port ${INTER_NODE} is open`;
