import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Client, ConnectConfig } from 'ssh2';
import type { Problem } from '../../../../errors/errors.ts';
import { ssh2Connection } from '../ssh2-connection.ts';
import type { Connection } from '../connection.ts';
import { explain, HandshakeFailed } from './handshake-problem.ts';
import type { SshError } from './handshake-problem.ts';
import { FIRST_BYTE } from './attempt.ts';
import type { HandshakeAttempt } from './attempt.ts';
import { brokenSocket } from './open-socket.ts';
import { NO_PROGRESS, observeHandshake } from './progress.ts';
import type { Observer } from './progress.ts';

/**
 * Verifies the host key and logs in over an open socket. Makes one attempt.
 * @throws HandshakeFailed
 */
export async function handshake(attempt: HandshakeAttempt, socket: Socket): Promise<Connection> {
  const { host, keys, signal } = attempt;
  const order = await keys.order(host);
  const broken = brokenSocket(socket);
  if (broken) throw explain(broken, { ...attempt, progress: NO_PROGRESS });
  const client = new ssh2.Client();
  const refused: { problem?: Problem } = {};
  const progress = observeHandshake(socket);
  const config: ConnectConfig = {
    ...settings(attempt, socket, progress),
    algorithms: {
      serverHostKey: order as NonNullable<ConnectConfig['algorithms']>['serverHostKey'] & object,
      // A host could send data that grows without end when it is decompressed.
      compress: ['none'],
    },
    hostVerifier: (key: Buffer, verified: (good: boolean) => void) => {
      keys.verify(host, key).then(
        (problem) => {
          if (problem) refused.problem = problem;
          verified(problem === undefined);
        },
        (error: Error) => {
          refused.problem = { where: host.name, what: 'cannot verify the host key', why: error.message };
          verified(false);
        },
      );
    },
  };
  const limit = setTimeout(() => progress.stage() === 'no-data' && sentNothing(client), FIRST_BYTE);
  try {
    await authenticated(client, config, { progress, signal });
  } catch (error) {
    client.on('error', () => undefined);
    throw refused.problem
      ? new HandshakeFailed(refused.problem)
      : explain(error as SshError, { ...attempt, progress });
  } finally {
    clearTimeout(limit);
  }
  return ssh2Connection(host.name, client, socket);
}

function sentNothing(client: Client): void {
  client.emit('error', Object.assign(new Error('no banner'), { level: 'client-timeout' }));
}

function settings(
  { host, login, keepaliveMs, limitMs }: HandshakeAttempt,
  sock: Socket,
  { debug }: Observer,
): ConnectConfig {
  return {
    sock,
    debug,
    username: host.ssh.user,
    readyTimeout: limitMs,
    keepaliveInterval: keepaliveMs,
    keepaliveCountMax: 3,
    authHandler: login.ways.map(({ method }) => method),
  };
}

interface Watching {
  readonly progress: Observer;
  readonly signal: AbortSignal | undefined;
}

function authenticated(client: Client, config: ConnectConfig, { progress, signal }: Watching): Promise<void> {
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
  });
}
