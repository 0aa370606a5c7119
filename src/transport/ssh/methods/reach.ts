import type { Duplex } from 'node:stream';
import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate } from 'node:tls';
import type { Client } from 'pg';
import type { Clock } from '../../../clock/clock.ts';
import type { Answer, LoginProbe, NoAnswer, NoAnswerCause, ReachProbe } from '../../../model/health/gate.ts';
import { unlessLost } from '../connect/connection.ts';
import type { Connection } from '../connect/connection.ts';
import { noAnswer } from './exchange-error.ts';
import type { ExchangeError } from './exchange-error.ts';
import { asSocket, secured, verifying } from './tunnel.ts';

/**
 * Connects through the host to a server that does not speak HTTP: makes a TLS handshake, or logs in to PostgreSQL.
 * @throws ConnectionLost
 */
export function reach(connection: Connection, probe: ReachProbe, clock: Clock): Promise<Answer> {
  return unlessLost(connection, ({ done }) => {
    const given = new AbortController();
    const over = new AbortController();
    const giveUp = (answer: NoAnswer) => {
      done(answer);
      given.abort();
    };
    void clock.sleep(probe.timeoutMs, over.signal).then(() => {
      if (!over.signal.aborted) giveUp(TIMED_OUT);
    });
    void attempt(connection, probe, { givenUp: given.signal, onTooLong: () => giveUp(TOO_LONG) })
      .catch((error: ExchangeError) => failed(error, probe))
      .then(done)
      .finally(() => over.abort());
  });
}

interface Attempt {
  readonly givenUp: AbortSignal;
  readonly onTooLong: () => void;
}

async function attempt(
  connection: Connection,
  probe: ReachProbe,
  { givenUp, onTooLong }: Attempt,
): Promise<Answer> {
  const channel = await connection.tunnel(probe);
  const close = () => channel.destroy();
  givenUp.addEventListener('abort', close);
  if (givenUp.aborted) close();
  try {
    if (probe.kind === 'tls') return await handshake(channel, probe);
    return await login(upToLimit(channel, onTooLong), probe);
  } finally {
    channel.destroy();
  }
}

/** The longest answer of a database to a login and one query. pg itself has no limit. */
const LONGEST_ANSWER = 1024 * 1024;
const TIMED_OUT: NoAnswer = { kind: 'no-answer', cause: 'timeout', text: 'timed out' };
const TOO_LONG: NoAnswer = {
  kind: 'no-answer',
  cause: 'other',
  text: `the answer to the login is longer than ${LONGEST_ANSWER / 1024 / 1024} MiB`,
};

async function handshake(channel: Duplex, probe: ReachProbe): Promise<Answer> {
  const socket = await secured(channel, verifying(probe));
  const answer = reached(socket.getPeerCertificate());
  socket.destroy();
  return answer;
}

/** Logs in with pg, which requests TLS itself (SSLRequest) and fails if the server has no TLS. */
async function login(channel: Duplex, probe: LoginProbe): Promise<Answer> {
  const { default: pg } = await import('pg');
  const { address, port, user, database, password, ca, client } = probe;
  const seen: { certificate?: PeerCertificate } = {};
  const session = new pg.Client({
    ...{ host: address, port, user, database, application_name: 'quorate' },
    password: () => password.reveal(),
    stream: () => connectable(channel),
    ssl: {
      ...verifying({ address, ca }),
      ...(client ? { cert: client.certificate, key: client.key.reveal() } : {}),
      checkServerIdentity: (name, certificate) => {
        seen.certificate = certificate;
        return checkServerIdentity(name, certificate);
      },
    },
  });
  // Errors after the answer are irrelevant.
  session.on('error', () => undefined);
  try {
    await session.connect();
    const holds = await lookFor(session, probe);
    await session.end();
    return { ...reached(seen.certificate), ...(holds === undefined ? {} : { holds }) };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return { kind: 'login-denied', code: error.code ?? '', message: error.message };
  }
}

/**
 * Looks for the database `looksFor`, or for tables if it is the current database. Undefined if there is nothing to look
 * for or the query fails. Every account may read the catalog.
 */
async function lookFor(session: Client, { looksFor, database }: LoginProbe): Promise<boolean | undefined> {
  if (looksFor === undefined) return undefined;
  const asked = looksFor === database ? session.query(TABLES) : session.query(DATABASE, [looksFor]);
  return asked.then(
    ({ rowCount }) => rowCount === 1,
    () => undefined,
  );
}

const DATABASE = 'SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1';
const TABLES = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'public' LIMIT 1";

/**
 * Adapts a channel for pg, which calls `connect` although the channel is connected already. The channel is ended when
 * the server ends it, because otherwise it never emits `close`.
 */
function connectable(channel: Duplex): Duplex {
  channel.once('end', () => channel.end());
  const connect = () => void process.nextTick(() => channel.emit('connect'));
  return Object.assign(asSocket(channel), { connect });
}

/** Drops what the server sends after the limit. */
function upToLimit(channel: Duplex, onTooLong: () => void): Duplex {
  const push = channel.push.bind(channel);
  let bytes = 0;
  return Object.assign(channel, {
    push: (chunk: Buffer | null) => {
      bytes += chunk?.length ?? 0;
      if (bytes <= LONGEST_ANSWER) return push(chunk);
      onTooLong();
      return true;
    },
  });
}

function reached(certificate: PeerCertificate | undefined): Extract<Answer, { kind: 'reached' }> {
  const until = Date.parse(certificate?.valid_to ?? '');
  return { kind: 'reached', ...(Number.isNaN(until) ? {} : { certificateUntil: until }) };
}

/** pg reports an exchange that failed before the login only by its message. */
const FROM_PG: readonly (readonly [RegExp, NoAnswerCause, string])[] = [
  [/does not support SSL/, 'tls', 'the PostgreSQL server has no TLS'],
  [/error establishing an SSL connection/, 'tls', 'the server does not speak TLS as PostgreSQL does'],
  [/terminated unexpectedly/, 'closed', 'the server closed the connection'],
];

function failed(error: ExchangeError, { address }: ReachProbe): Answer {
  const [, cause, text] = FROM_PG.find(([pattern]) => pattern.test(error.message)) ?? [];
  return cause && text !== undefined ? { kind: 'no-answer', cause, text } : noAnswer(error, address);
}
