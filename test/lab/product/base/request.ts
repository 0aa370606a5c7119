import { request as send, type RequestOptions } from 'node:https';
import { isIPv6 } from 'node:net';

export interface Ask {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly method?: string;
  /** PEM text; without it the system's authorities count. */
  readonly ca?: string;
  readonly user?: { readonly name: string; readonly password: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** In place of `body`: sent as it is. */
  readonly rawBody?: string;
  readonly timeoutMs?: number;
  readonly trustAll?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  json(): unknown;
}

/** One HTTPS request; rejects when no answer comes, whatever the reason. */
export function request(ask: Ask): Promise<Answer> {
  const body = ask.rawBody ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
  return new Promise((resolve, reject) => {
    const outgoing = send(requestOptions(ask, body), (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, text, json: () => JSON.parse(text) as unknown });
      });
    });
    const limit = setTimeout(() => outgoing.destroy(new Error('timed out')), ask.timeoutMs ?? 5000);
    outgoing.on('close', () => clearTimeout(limit));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function requestOptions(ask: Ask, body: string | undefined): RequestOptions {
  return {
    host: ask.host,
    // Nothing here listens on ::1.
    ...(ask.host === 'localhost' ? { family: 4 } : {}),
    port: ask.port,
    path: ask.path,
    method: ask.method ?? 'GET',
    agent: false,
    rejectUnauthorized: ask.trustAll !== true,
    ...(ask.ca === undefined ? {} : { ca: ask.ca }),
    ...(ask.user ? { auth: `${ask.user.name}:${ask.user.password}` } : {}),
    headers: {
      ...ask.headers,
      ...(body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
    },
  };
}

export const inUrl = (host: string): string => (isIPv6(host) ? `[${host}]` : host);
