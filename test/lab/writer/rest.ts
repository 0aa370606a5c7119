import { request } from '../product/base/request.ts';
import { NotStored, type Target } from './stream.ts';

/** The managers as a user reaches them: through the load balancer. */
export interface Service {
  readonly host: string;
  readonly ca: string;
  readonly user: { readonly name: string; readonly password: string };
}

/** Connection errors after which nothing was stored. HAProxy returns 503 if it has no server. */
const NO_SERVER = /ECONNREFUSED|EHOSTUNREACH/;

/** Creates a secret for each id through the load balancer. A manager writes it into the database. */
export function secretsInto(service: Service): Target {
  return {
    write: async (id) => {
      const answer = await put(service, id).catch((error: unknown) => {
        const { message } = error as Error;
        throw NO_SERVER.test(message) ? new NotStored(message) : error;
      });
      if (answer.status === 200) return;
      const detail = `${answer.status} ${answer.text.slice(0, 200)}`;
      throw answer.status === 503 ? new NotStored(detail) : new Error(detail);
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
