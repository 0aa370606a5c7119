import type { HttpProbe } from '../../model/health/gate.ts';
import { reveal } from '../../model/secret.ts';

/** Response of a simulated server. `no-answer`: the server accepts the connection and does not respond. */
export type SimulatedReply =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | 'no-answer';

/** An open port. Plain HTTP without a `ca`; otherwise clients must have this CA. */
export interface SimulatedEndpoint {
  readonly ca?: string;
  answer(ask: SimulatedRequest): SimulatedReply;
}

export interface SimulatedRequest {
  readonly probe: HttpProbe;
  /** Path and query: `/api/queues?columns=name` */
  readonly path: string;
  /** Source address of the request. */
  readonly client: string;
}

export function jsonReply(status: number, value: unknown): SimulatedReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function hasCredentials({ auth }: HttpProbe, user: string, password: string): boolean {
  return auth !== undefined && auth.user === user && reveal(auth.password) === password;
}
