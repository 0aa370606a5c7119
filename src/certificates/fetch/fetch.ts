import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import { failedAddresses, networkErrorText } from '../../errors/network-error.ts';
import { ConnectError } from '../../errors/errors.ts';

/** A server as this machine reaches it. An IPv6 address has no brackets. */
export interface TlsServer {
  readonly address: string;
  readonly port: number;
  /** `db.example.com:5432`, for messages. */
  readonly endpoint: string;
}

/** How the server starts TLS: at once, or after PostgreSQL's SSLRequest. */
export type Greeting = 'tls' | 'postgres';

interface FetchResult {
  readonly greeting: Greeting;
  /** In the order of the server, its own certificate first. Not verified. */
  readonly chain: readonly X509Certificate[];
}

const POSTGRES_PORT = 5432;

/**
 * Fetches the unverified certificate chain of a server. Tries SSLRequest first on port 5432 and direct TLS first on any
 * other port, then the other one.
 * @param limitMs for each step: connecting, SSLRequest, TLS handshake
 * @param greeting the only greeting to try
 * @throws ConnectError if the server is unreachable, or no greeting leads to TLS
 */
export async function fetchChain(
  server: TlsServer,
  limitMs: number,
  greeting?: Greeting,
): Promise<FetchResult> {
  const first = server.port === POSTGRES_PORT ? 'postgres' : 'tls';
  const order: readonly Greeting[] = greeting ? [greeting] : [first, first === 'tls' ? 'postgres' : 'tls'];
  const failures: string[] = [];
  for (const one of order) {
    const socket = await connect(server, limitMs);
    try {
      return { greeting: one, chain: await fetchOverTls(socket, { ...server, greeting: one, limitMs }) };
    } catch (error) {
      failures.push(`${GREETINGS[one]}: ${(error as Error).message}`);
    } finally {
      socket.destroy();
    }
  }
  const next = 'check the port, and that TLS is enabled on the server';
  throw new ConnectError([
    { where: server.endpoint, what: 'no certificate received', next, lines: failures },
  ]);
}

const GREETINGS: Readonly<Record<Greeting, string>> = { tls: 'direct TLS', postgres: 'PostgreSQL' };

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no process listens on this port, or a firewall rejects the connection',
  ENOTFOUND: 'this machine cannot resolve the name',
  EAI_AGAIN: 'the name server did not answer',
  EHOSTUNREACH: 'no route: the host is down, or the address is wrong',
  ETIMEDOUT: 'the host is down, or a firewall drops the packets',
};

/** @throws ConnectError */
async function connect({ address, port, endpoint: at }: TlsServer, limitMs: number): Promise<Socket> {
  const socket = connectTcp({ host: address, port });
  try {
    await waitFor(limitMs, socket, (done) => socket.once('connect', done));
    return socket;
  } catch (error) {
    socket.destroy();
    const { code } = error as NodeJS.ErrnoException;
    const reason = networkErrorText(error as Error);
    const why = REASONS[code ?? ''];
    const next = 'if only a manager host can reach it, run this command there';
    const lines = failedAddresses(error as Error, address);
    const what = `cannot connect from this machine: ${reason}`;
    throw new ConnectError([
      { where: at, what, next, ...(why && { why }), ...(lines.length > 0 && { lines }) },
    ]);
  }
}

type Handshake = TlsServer & { readonly greeting: Greeting; readonly limitMs: number };

async function fetchOverTls(
  socket: Socket,
  { address, greeting, limitMs }: Handshake,
): Promise<readonly X509Certificate[]> {
  if (greeting === 'postgres') await requestTls(socket, limitMs);
  const secure = connectTls({
    socket,
    // Only the chain is fetched: no data is sent, and the result is reported as unverified.
    rejectUnauthorized: false,
    // Without an empty list, Node completes the chain with CAs that the server did not send.
    ca: [],
    ...(isIP(address) ? {} : { servername: address }),
  });
  await waitFor(limitMs, secure, (done) => secure.once('secureConnect', done));
  return chainFrom(secure.getPeerX509Certificate());
}

/** Length 8, then the request code in place of a protocol version (protocol-message-formats: SSLRequest). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

async function requestTls(socket: Socket, limitMs: number): Promise<void> {
  socket.write(SSL_REQUEST);
  await waitFor(limitMs, socket, (done) => socket.once('readable', done));
  const answer = (socket.read(1) as Buffer | null)?.toString('latin1');
  if (answer === 'N') throw new Error('TLS is not enabled');
  if (answer !== 'S') throw new Error('not a PostgreSQL server');
}

function chainFrom(first: X509Certificate | undefined): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (
    let one = first;
    one && !chain.some((known) => known.raw.equals(one!.raw));
    one = one.issuerCertificate
  )
    chain.push(one);
  return chain;
}

/** Resolves when `until` calls `done`. Rejects if the socket fails or closes before, or after `limitMs`. */
function waitFor(limitMs: number, socket: Socket, until: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => fail(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
      limitMs,
    );
    const fail = (error: Error) => (clearTimeout(timer), reject(error));
    socket.on('error', fail);
    socket.once('close', () => fail(new Error('the server closed the connection')));
    until(() => (clearTimeout(timer), resolve()));
  });
}
