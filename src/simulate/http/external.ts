import type { SimulatedExternalBroker, SimulatedExternalService, World } from '../world/state.ts';
import { hasCredentials, jsonReply, type SimulatedEndpoint } from './reply.ts';
import { restEndpoint } from './rest.ts';

/** HTTPS endpoint of an external service on a port. */
export function externalEndpoint(
  world: World,
  service: SimulatedExternalService,
  port: number,
): SimulatedEndpoint | undefined {
  if (service.kind === 'broker' && port === 15671) return management(service);
  if (service.kind === 'balancer' && port === 443)
    return { ca: service.ca, answer: (asked) => through(world, asked) };
  return undefined;
}

/** Management API of an external broker: only `whoami`. */
function management({ ca, user, password, tags }: SimulatedExternalBroker): SimulatedEndpoint {
  return {
    ca,
    answer: ({ probe, path }) => {
      if (!hasCredentials(probe, user, password))
        return jsonReply(401, { error: 'not_authorised', reason: 'Login failed' });
      if (path === '/api/whoami') return jsonReply(200, { name: user, tags });
      return jsonReply(404, { error: 'Object Not Found', reason: 'Not Found' });
    },
  };
}

/** Forwards the request to the first running manager. */
function through(
  world: World,
  asked: Parameters<SimulatedEndpoint['answer']>[0],
): ReturnType<SimulatedEndpoint['answer']> {
  for (const host of world.hosts.values()) {
    const manager = host.up ? restEndpoint(world, host) : undefined;
    if (manager) return manager.answer(asked);
  }
  return { status: 503, body: 'No server is available to handle this request.' };
}
