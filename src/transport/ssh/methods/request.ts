import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../../../clock/clock.ts';
import type { Answer, HttpProbe, NoAnswer } from '../../../model/health/gate.ts';
import { unlessLost } from '../connect/connection.ts';
import type { Connection } from '../connect/connection.ts';
import { noAnswer } from './exchange-error.ts';
import { readBody } from './held-bodies.ts';
import { asSocket, secured, verifying } from './tunnel.ts';

/** Sends HTTP(S) requests from a host, through tunnels of its connection. Reuses TLS connections, separately per CA and client. */
interface Requests {
  /** @throws ConnectionLost */
  send(probe: HttpProbe): Promise<Answer>;
  close(): void;
}

export function requests(connection: Connection, clock: Clock): Requests {
  const agents = new Map<string, HttpAgent>();
  const agentFor = (probe: HttpProbe) => {
    const key = `${probe.ca ?? ''}${probe.client?.certificate ?? ''}`;
    const agent = agents.get(key) ?? tunnelAgent(connection, probe);
    agents.set(key, agent);
    return agent;
  };
  const once = (probe: HttpProbe) =>
    unlessLost<Answer | Stale>(connection, ({ done }) =>
      exchange(probe, { agent: agentFor(probe), clock }, done),
    );
  return {
    send: async (probe) => {
      const answer = await once(probe);
      // The server closed an idle connection just when it was reused, which is not a failure.
      const second = answer === STALE ? await once(probe) : answer;
      return second === STALE ? CLOSES : second;
    },
    close: () => agents.forEach((agent) => agent.destroy()),
  };
}

/**
 * Limit for reusing an idle connection. A tunnel does not report that the server has closed the connection (Node's
 * servers do so after 5 s), and the next request would time out.
 */
const IDLE_MS = 2_000;
const STALE = 'stale';
const CLOSES: NoAnswer = {
  kind: 'no-answer',
  cause: 'closed',
  text: 'the server closes every connection',
};
const TIMED_OUT: NoAnswer = { kind: 'no-answer', cause: 'timeout', text: 'timed out' };
type Stale = typeof STALE;

function exchange(
  probe: HttpProbe,
  { agent, clock }: { readonly agent: HttpAgent; readonly clock: Clock },
  done: (answer: Answer | Stale) => void,
): void {
  const url = new URL(probe.url);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sent = request(url, { method: probe.method, agent, headers: headersOf(probe) }, (response) => {
    collect(response).then(done, fail);
  });
  // A request without a socket (the port accepts and sends nothing) emits no error when it is destroyed.
  let late = false;
  const closed = new AbortController();
  void clock.sleep(probe.timeoutMs, closed.signal).then(() => {
    if (closed.signal.aborted) return;
    late = true;
    sent.destroy();
    done(sent.reusedSocket ? STALE : TIMED_OUT);
  });
  sent.on('close', () => closed.abort());
  sent.on('error', fail);
  sent.end(probe.body);

  function fail(error: NodeJS.ErrnoException): void {
    if (late) return;
    const stale = sent.reusedSocket && error.code === 'ECONNRESET';
    done(stale ? STALE : noAnswer(error, bare(url)));
  }
}

/** The host of a URL; an IPv6 address without brackets. */
function bare({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function headersOf({ auth, body }: HttpProbe): Record<string, string> {
  return {
    ...(auth ? { authorization: basic(auth.user, auth.password.reveal()) } : {}),
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
  };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

async function collect(response: IncomingMessage): Promise<Answer> {
  const until = servedUntil(response);
  const body = await readBody(response);
  const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    kind: 'response',
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: body.toString('utf8'),
    ...until,
  };
}

function servedUntil({ socket }: IncomingMessage): { certificateUntil?: number } {
  const served = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : NaN;
  return Number.isNaN(served) ? {} : { certificateUntil: served };
}

/** An agent whose connections are channels of the SSH connection. Verifies TLS against this CA and the address. */
function tunnelAgent(connection: Connection, { ca, client }: Pick<HttpProbe, 'ca' | 'client'>): HttpAgent {
  const agent = ca === undefined ? new HttpAgent() : new HttpsAgent({ keepAlive: true, timeout: IDLE_MS });
  const open = async ({ host: address = '', port }: { host?: string; port?: number | string }) => {
    const channel = await connection.tunnel({ address, port: Number(port) });
    return ca === undefined
      ? asSocket(channel)
      : secured(channel, verifying({ address, ca, ...(client && { client }) }));
  };
  const createConnection = (options: Parameters<typeof open>[0], ready: Ready) => {
    open(options).then(
      (socket) => ready(null, socket),
      (error: Error) => ready(error),
    );
  };
  return Object.assign(agent, { createConnection });
}

type Ready = (error: Error | null, socket?: Duplex) => void;
