import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { Algorithms, Client, ConnectConfig } from 'ssh2';
import type { Problem } from '../../../../errors/errors.ts';
import type { EffectiveHost } from '../../config/effective.ts';
import { ssh2Connection } from '../ssh2-connection.ts';
import type { Connection } from '../connection.ts';
import { HandshakeFailed } from './handshake-failed.ts';
import { explain } from './handshake-problem.ts';
import type { SshError } from './handshake-problem.ts';
import { FIRST_BYTE } from './attempt.ts';
import type { HandshakeAttempt } from './attempt.ts';
import { loginAttempt } from '../login/auth-handler.ts';
import type { Waiting } from '../login/waiting.ts';
import { brokenSocket } from './open-socket.ts';
import { pausableTimer } from './pausable-timer.ts';
import { NO_PROGRESS, observeHandshake } from './progress.ts';
import type { Observer } from './progress.ts';
import { serverSignatures } from './server-signatures.ts';
import type { ServerSignatures } from './server-signatures.ts';

/**
 * Verifies the host key and logs in over an open socket. Makes one attempt.
 * @throws HandshakeFailed
 */
export async function handshake(attempt: HandshakeAttempt, socket: Duplex): Promise<Connection> {
  const { host, keys, login, signal } = attempt;
  const order = await keys.order(host);
  const broken = brokenSocket(socket);
  if (broken) throw explain(broken, { ...attempt, progress: NO_PROGRESS, tried: [] });
  const client = new ssh2.Client();
  const refused: { problem?: Problem } = {};
  const progress = observeHandshake(socket);
  const limits = loginLimits(attempt, client, progress);
  const signatures = serverSignatures();
  const { announced } = signatures;
  const logins = loginAttempt(login.ways, { waiting: limits.waiting, announced });
  const config: ConnectConfig = {
    ...settings(attempt, socket, progress),
    authHandler: logins.handler,
    algorithms: algorithmsFor(host, order),
    hostVerifier: verifier(attempt, (problem) => (refused.problem = problem)),
  };
  try {
    await authenticated(client, config, { progress, signal, signatures });
  } catch (error) {
    client.on('error', () => undefined);
    if ((error as SshError).level === 'operator') throw (error as Error).cause;
    throw refused.problem
      ? new HandshakeFailed(refused.problem)
      : explain(error as SshError, {
          ...{ ...attempt, progress, tried: logins.tried() },
          isAgain: logins.isAgain(),
        });
  } finally {
    limits.stop();
  }
  return ssh2Connection(host.name, client, socket);
}

function algorithmsFor({ ssh }: EffectiveHost, hostKeys: readonly string[]): Algorithms {
  // A host could send data that grows without end when it is decompressed.
  return { ...ssh.algorithms, serverHostKey: hostKeys, compress: ['none'] } as Algorithms;
}

/** Verifies the host key. Passes the problem to `refuse` if the key is not accepted. */
function verifier({ host, keys }: HandshakeAttempt, refuse: (problem: Problem) => void) {
  return (key: Buffer, verified: (good: boolean) => void): void => {
    const failed = (error: Error): Problem => ({
      where: host.name,
      what: 'cannot verify the host key',
      why: error.message,
    });
    void keys
      .verify(host, key)
      .catch(failed)
      .then((problem) => {
        if (problem) refuse(problem);
        verified(problem === undefined);
      });
  };
}

/** The limits of a login, which do not run while the operator answers. */
function loginLimits(
  { reachMs, openedMs, limitMs, turns }: HandshakeAttempt,
  client: Client,
  progress: Observer,
): { readonly waiting: Waiting; readonly stop: () => void } {
  let over = false;
  const fail = (level: string, cause?: unknown) =>
    client.emit('error', Object.assign(new Error(level, { cause }), { level }));
  const silence = setTimeout(
    () => progress.stage() === 'no-data' && fail('client-timeout'),
    Math.min(reachMs - openedMs, FIRST_BYTE),
  );
  const timer = pausableTimer(limitMs, () => fail('client-timeout'));
  const operator: Waiting['operator'] = async (ask) => {
    timer.pause();
    try {
      return await turns(() => (over ? Promise.reject(new Error('the connection has ended')) : ask()));
    } finally {
      timer.resume();
    }
  };
  const stop = () => {
    over = true;
    clearTimeout(silence);
    timer.stop();
  };
  return { waiting: { operator, failed: (error) => void (over || fail('operator', error)) }, stop };
}

function settings({ host, keepaliveMs }: HandshakeAttempt, sock: Duplex, { debug }: Observer): ConnectConfig {
  return {
    sock,
    debug,
    username: host.ssh.user,
    readyTimeout: 0,
    keepaliveInterval: keepaliveMs,
    keepaliveCountMax: host.ssh.keepaliveCount ?? 3,
  };
}

interface Watching {
  readonly progress: Observer;
  readonly signal: AbortSignal | undefined;
  readonly signatures: ServerSignatures;
}

function authenticated(
  client: Client,
  config: ConnectConfig,
  { progress, signal, signatures }: Watching,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const interrupted = () => reject(Object.assign(new Error('interrupted'), { level: 'interrupted' }));
    if (signal?.aborted) return interrupted();
    signal?.addEventListener('abort', interrupted, { once: true });
    const settled = () => {
      signal?.removeEventListener('abort', interrupted);
      client.removeAllListeners('error').removeAllListeners('close');
    };
    client.once('handshake', progress.exchanged);
    client.once('ready', () => (settled(), resolve()));
    // If the agent is unreachable, the other login methods are still tried.
    client.on('error', (error: SshError) => error.level !== 'agent' && (settled(), reject(error)));
    client.once('change password', () => reject(Object.assign(new Error('expired'), { level: 'expired' })));
    client.once('close', () =>
      reject(Object.assign(new Error('closed during the handshake'), { code: 'ECONNRESET' })),
    );
    client.connect(config);
    signatures.observe(client);
  });
}
