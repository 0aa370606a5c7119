import { connect as connectSocket } from 'node:net';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Client, ConnectConfig } from 'ssh2';
import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { ssh2Connection } from './ssh2-connection.ts';
import type { Connection } from './connection.ts';
import type { HostKeys } from './host-keys.ts';
import { explain, HandshakeFailed } from './handshake-problem.ts';
import type { SshError } from './handshake-problem.ts';
import type { Login } from './login-methods.ts';

export interface HandshakeAttempt {
  readonly host: Host;
  readonly login: Login;
  readonly keys: HostKeys;
  readonly keepaliveMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Connects, verifies the host key and logs in. Makes one attempt.
 * @throws HandshakeFailed
 */
export async function handshake(attempt: HandshakeAttempt): Promise<Connection> {
  const { host, keys, signal } = attempt;
  const order = await keys.order(host);
  // Bastions are not supported: every host is connected directly.
  const socket = connectSocket({ host: host.address, port: host.ssh.port, noDelay: true });
  const client = new ssh2.Client();
  const refused: { problem?: Problem } = {};
  const config: ConnectConfig = {
    ...settings(attempt, socket),
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
  try {
    await authenticated(client, config, signal);
  } catch (error) {
    socket.destroy();
    client.on('error', () => undefined);
    throw refused.problem ? new HandshakeFailed(refused.problem, false) : explain(error as SshError, attempt);
  }
  return ssh2Connection(host.name, client, socket);
}

function settings({ host, login, keepaliveMs }: HandshakeAttempt, sock: Socket): ConnectConfig {
  return {
    sock,
    username: host.ssh.user,
    readyTimeout: host.ssh.connectTimeoutMs,
    keepaliveInterval: keepaliveMs,
    keepaliveCountMax: 3,
    authHandler: login.ways.map(({ method }) => method),
  };
}

function authenticated(client: Client, config: ConnectConfig, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const interrupted = () => reject(Object.assign(new Error('interrupted'), { level: 'interrupted' }));
    if (signal?.aborted) return interrupted();
    signal?.addEventListener('abort', interrupted, { once: true });
    const settled = () => {
      signal?.removeEventListener('abort', interrupted);
      client.removeAllListeners('error').removeAllListeners('close');
    };
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
