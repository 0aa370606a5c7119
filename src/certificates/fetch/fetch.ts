import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import { ConnectError } from '../../errors/errors.ts';

/** A server as this machine reaches it; an address of version 6 without brackets. */
export interface TlsServer {
  readonly address: string;
  readonly port: number;
  /** `db.example.com:5432`, for messages. */
  readonly endpoint: string;
}

/** TLS from the first byte, or after PostgreSQL's wish for it (SSLRequest). */
export type Greeting = 'tls' | 'postgres';

export interface FetchResult {
  readonly greeting: Greeting;
  /** As the server sent them, its own first. Nothing of them is verified. */
  readonly chain: readonly X509Certificate[];
}

const POSTGRES_PORT = 5432;

/**
 * The certificates that a server shows to whoever asks. What its port is used for decides which greeting is tried
 * first; the other comes next.
 * @param greeting the only one to try
 * @throws ConnectError when nobody answers there, or neither greeting leads to TLS
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
  const next = 'is this the right port, and is TLS turned on there?';
  throw new ConnectError([
    { where: server.endpoint, what: 'it shows no certificate', next, lines: failures },
  ]);
}

const GREETINGS: Readonly<Record<Greeting, string>> = { tls: 'TLS at once', postgres: 'PostgreSQL' };

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there, or a firewall rejects it',
  ENOTFOUND: 'this machine does not know the name',
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
    const { code, message } = error as NodeJS.ErrnoException;
    const why = REASONS[code ?? ''];
    const next = 'can only a manager host reach it? then run this command there';
    throw new ConnectError([
      { where: at, what: `cannot connect from here: ${message}`, ...(why ? { why } : {}), next },
    ]);
  }
}

type Shaking = TlsServer & { readonly greeting: Greeting; readonly limitMs: number };

async function fetchOverTls(
  socket: Socket,
  { address, greeting, limitMs }: Shaking,
): Promise<readonly X509Certificate[]> {
  if (greeting === 'postgres') await requestTls(socket, limitMs);
  const secure = connectTls({
    socket,
    // Whom it shows is the question here: nothing is said to it, and what it shows is called unverified.
    rejectUnauthorized: false,
    // Without these Node adds the CA from the ones that it knows, which the server did not send.
    ca: [],
    ...(isIP(address) ? {} : { servername: address }),
  });
  await waitFor(limitMs, secure, (done) => secure.once('secureConnect', done));
  return chainFrom(secure.getPeerX509Certificate());
}

/** Length 8, and the code that stands in the place of a version (protocol-message-formats: SSLRequest). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

async function requestTls(socket: Socket, limitMs: number): Promise<void> {
  socket.write(SSL_REQUEST);
  await waitFor(limitMs, socket, (done) => socket.once('readable', done));
  const answer = (socket.read(1) as Buffer | null)?.toString('latin1');
  if (answer === 'N') throw new Error('it has no TLS');
  if (answer !== 'S') throw new Error('it is no PostgreSQL server');
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

/** Ends with what a socket says first: that it is done, why it failed, that it was closed, or nothing in time. */
function waitFor(limitMs: number, socket: Socket, until: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => fail(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
      limitMs,
    );
    const fail = (error: Error) => (clearTimeout(timer), reject(error));
    socket.on('error', fail);
    socket.once('close', () => fail(new Error('it closed the connection')));
    until(() => (clearTimeout(timer), resolve()));
  });
}
