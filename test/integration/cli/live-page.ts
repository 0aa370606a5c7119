import { get, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { main } from '../../../src/cli/main.ts';
import { fakeEdges } from '../../unit/cli/edges.ts';
import type { WatchedCluster } from './watched-cluster.ts';

export const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

export interface LivePage {
  /** The printed address, with its token. */
  readonly url: string;
  /** The address without the token. */
  readonly origin: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Sends SIGINT. @returns the exit code */
  readonly interrupt: () => Promise<number>;
}

/** Starts `watch`, and waits for its address. */
export async function startWatch(
  { inventory, watching }: WatchedCluster,
  flags: readonly string[] = [],
): Promise<LivePage> {
  const fake = fakeEdges(watching);
  const ended = main(['watch', inventory, '--interval', '1', ...flags], fake.edges);
  while (!fake.stdout().includes('\n')) {
    const hasEnded = await Promise.race([ended.then(() => true), pause().then(() => false)]);
    if (hasEnded) throw new Error(fake.stderr());
  }
  const url = fake.stdout().trim();
  const interrupt = () => {
    fake.send('SIGINT');
    return ended;
  };
  return { url, origin: new URL(url).origin, stdout: fake.stdout, stderr: fake.stderr, interrupt };
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a request. Node's fetch does not allow another Host header. */
export function send(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Exchanges the token. @returns the headers of a browser that has the cookie */
export async function browserHeaders({ url }: LivePage): Promise<{ cookie: string }> {
  const { headers } = await send(url);
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
}

/** A stream of server-sent events. */
export interface EventStream {
  readonly status: number | undefined;
  /** Resolves with everything received so far once it contains the text. */
  readonly until: (text: string) => Promise<string>;
  readonly received: () => string;
  readonly close: () => void;
}

export function openStream(page: LivePage, headers: { cookie: string }): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    get(`${page.origin}/events`, { headers, agent: false }, (response) => resolve(streamOf(response))).on(
      'error',
      reject,
    );
  });
}

function streamOf(response: IncomingMessage): EventStream {
  let received = '';
  response.on('data', (chunk: Buffer) => (received += chunk.toString()));
  response.on('error', () => undefined);
  const until = async (text: string) => {
    while (!received.includes(text)) await pause();
    return received;
  };
  return { status: response.statusCode, until, received: () => received, close: () => response.destroy() };
}
