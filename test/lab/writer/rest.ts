import { request } from '../product/base/request.ts';
import { NotTaken, type Target } from './stream.ts';

/** The managers as a user knows them: behind a load balancer's own port. */
export interface Service {
  readonly host: string;
  readonly ca: string;
  readonly user: { readonly name: string; readonly password: string };
}

/** Nobody listened, so nobody took it; where HAProxy has no server it answers 503. */
const NOBODY = /ECONNREFUSED|EHOSTUNREACH/;

/** Creates a secret through the load balancer for each id: the manager that it sends to writes it into the database. */
export function secretsInto(service: Service): Target {
  return {
    write: async (id) => {
      const answer = await put(service, id).catch((error: unknown) => {
        const { message } = error as Error;
        throw NOBODY.test(message) ? new NotTaken(message) : error;
      });
      if (answer.status === 200) return;
      const said = `${answer.status} ${answer.text.slice(0, 200)}`;
      throw answer.status === 503 ? new NotTaken(said) : new Error(said);
    },
    abandon: () => undefined,
  };
}

const put = (service: Service, id: string) =>
  request({
    ...service,
    port: 443,
    method: 'PUT',
    path: `/api/v3.1/secrets/${id}`,
    headers: { Tenant: 'default_tenant' },
    body: { value: id },
  });
