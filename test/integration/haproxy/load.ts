import { Agent, get } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { BALANCER, type Stack } from './stack.ts';

export interface Load {
  readonly clients: number;
  /** Requests of all clients in a second. */
  readonly perSecond: number;
  readonly seconds: number;
}

/** Number of responses by status, or of failed requests by the code of the error. */
export type Responses = Readonly<Record<string, number>>;

/**
 * Sends requests to the load balancer at a fixed rate, from each client in turn. A client has an address of its own and
 * keeps its connection, as a browser does.
 */
export async function send(stack: Stack, { clients, perSecond, seconds }: Load): Promise<Responses> {
  const agents = Array.from({ length: clients }, (_, i) => clientOf(stack, `127.1.0.${i + 1}`));
  const start = performance.now();
  const seen: Promise<string>[] = [];
  for (let i = 0; i < perSecond * seconds; i++) {
    await sleep(start + (i * 1000) / perSecond - performance.now());
    seen.push(request(agents[i % clients]!));
  }
  const responses = await Promise.all(seen);
  agents.forEach((agent) => agent.destroy());
  return count(responses);
}

function clientOf({ port, ca }: Stack, localAddress: string): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1, host: BALANCER, port, ca, localAddress });
}

function request(agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    get({ ...agent.options, agent, path: '/api/v3.1/status' }, (response) => {
      response.resume().on('end', () => resolve(String(response.statusCode)));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

function count(words: readonly string[]): Responses {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
