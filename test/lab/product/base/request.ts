import { request as send, type RequestOptions } from 'node:https';
import { isIPv6 } from 'node:net';

export interface HttpsRequest {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly method?: string;
  /** CA in PEM; by default the CAs of the system. */
  readonly ca?: string;
  readonly user?: { readonly name: string; readonly password: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent unchanged, instead of `body`. */
  readonly rawBody?: string;
  readonly timeoutMs?: number;
  readonly trustAll?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  json(): unknown;
}

/** Sends an HTTPS request. Rejects if there is no answer. */
export function request(given: HttpsRequest): Promise<Answer> {
  const body = given.rawBody ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
  return new Promise((resolve, reject) => {
    const outgoing = send(requestOptions(given, body), (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, text, json: () => JSON.parse(text) as unknown });
      });
    });
    const limit = setTimeout(() => outgoing.destroy(new Error('timed out')), given.timeoutMs ?? 5000);
    outgoing.on('close', () => clearTimeout(limit));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function requestOptions(given: HttpsRequest, body: string | undefined): RequestOptions {
  return {
    host: given.host,
    // No service listens on ::1.
    ...(given.host === 'localhost' ? { family: 4 } : {}),
    port: given.port,
    path: given.path,
    method: given.method ?? 'GET',
    agent: false,
    rejectUnauthorized: given.trustAll !== true,
    ...(given.ca === undefined ? {} : { ca: given.ca }),
    ...(given.user ? { auth: `${given.user.name}:${given.user.password}` } : {}),
    headers: {
      ...given.headers,
      ...(body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
    },
  };
}

export const inUrl = (host: string): string => (isIPv6(host) ? `[${host}]` : host);
