import type { HttpProbe } from '../../model/health/gate.ts';
import { reveal } from '../../model/secret.ts';

/** Response of a simulated server; `no-answer`: it accepts the connection and does not respond. */
export type Reply =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | 'no-answer';

/** A port that something listens on. Without a `ca` it is plain HTTP; with one, clients have to know it. */
export interface Endpoint {
  readonly ca?: string;
  answer(ask: SimulatedRequest): Reply;
}

export interface SimulatedRequest {
  readonly probe: HttpProbe;
  /** Without the host: `/api/queues?columns=name` */
  readonly path: string;
  /** The address the request comes from. */
  readonly client: string;
}

export function jsonReply(status: number, value: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function hasCredentials({ auth }: HttpProbe, user: string, password: string): boolean {
  return auth !== undefined && auth.user === user && reveal(auth.password) === password;
}
