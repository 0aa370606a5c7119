import type { ExternalService } from '../state.ts';
import { isFrom, json, type Endpoint } from './reply.ts';

/** Port 15671 of brokers that somebody else runs: who we are there, and no more. */
export function externalBroker(service: ExternalService, port: number): Endpoint | undefined {
  if (service.kind !== 'broker' || port !== 15671) return undefined;
  const { ca, user, password, tags } = service;
  return {
    ca,
    answer: ({ probe, path }) => {
      if (!isFrom(probe, user, password))
        return json(401, { error: 'not_authorised', reason: 'Login failed' });
      if (path === '/api/whoami') return json(200, { name: user, tags });
      return json(404, { error: 'Object Not Found', reason: 'Not Found' });
    },
  };
}
