import { readFileSync } from 'node:fs';
import { request, type Answer } from '../../base/request.ts';
import type { Profile } from './profile.ts';

export class CliError extends Error {}

/** The manager responded with an error. */
export class ClientError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Asking {
  readonly path: string;
  readonly method?: string;
  readonly body?: unknown;
  /** Sent unchanged. */
  readonly rawBody?: string;
}

export interface Client {
  readonly profile: Profile;
  ask(asking: Asking): Promise<unknown>;
  list<T>(path: string): Promise<T[]>;
}

/**
 * Creates a client. If the profile contains a cluster, the client tries the other managers when the first one does not
 * respond.
 */
export function createClient(profile: Profile): Client {
  const ask = async (asking: Asking): Promise<unknown> => {
    let last: unknown;
    for (const host of hosts(profile)) {
      try {
        return accept(await send(profile, host, asking));
      } catch (error) {
        if (error instanceof ClientError) throw error;
        last = error;
      }
    }
    throw new CliError(`Failed to connect to manager ${profile.manager_ip}: ${(last as Error).message}`);
  };
  const list = async <T>(path: string): Promise<T[]> => ((await ask({ path })) as { items: T[] }).items;
  return { profile, ask, list };
}

const hosts = (profile: Profile): string[] => {
  const others = (profile.cluster['manager'] ?? []).map((node) => node.host_ip);
  return [...new Set([profile.manager_ip, ...others])];
};

function send(
  profile: Profile,
  host: string,
  { path, method = 'GET', body, rawBody }: Asking,
): Promise<Answer> {
  const { manager_username: name, manager_password: password, rest_certificate: ca } = profile;
  if (!name || !password) throw new CliError('At least one auth method must be set.');
  return request({
    host,
    port: profile.rest_port,
    path: `/api/v3.1/${path}`,
    method,
    user: { name, password },
    headers: { Tenant: profile.manager_tenant },
    timeoutMs: 60_000,
    trustAll: Boolean(process.env['CLOUDIFY_SSL_TRUST_ALL']),
    ...(ca ? { ca: readFileSync(ca, 'utf8') } : {}),
    ...(body === undefined ? {} : { body }),
    ...(rawBody === undefined ? {} : { rawBody }),
  });
}

function accept(answer: Answer): unknown {
  if (answer.status === 204 || answer.status === 304) return {};
  const body = answer.json();
  if (answer.status < 300) return body;
  const { message, error_code: code } = body as { message?: string; error_code?: string };
  throw new ClientError(
    answer.status,
    `${answer.status}: ${message ?? answer.text}${code ? ` (${code})` : ''}`,
  );
}
