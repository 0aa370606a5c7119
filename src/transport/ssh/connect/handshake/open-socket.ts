import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { explain } from './handshake-problem.ts';
import type { SshError } from './handshake-problem.ts';
import type { HandshakeAttempt } from './attempt.ts';
import { NO_PROGRESS } from './progress.ts';

type SocketAttempt = Pick<HandshakeAttempt, 'host' | 'login' | 'reachMs' | 'limitMs' | 'signal'>;

/**
 * Opens a TCP connection to the host's sshd. `brokenSocket` returns why the connection broke before its handshake.
 * @throws HandshakeFailed if the connection is not established
 */
export async function openSocket(attempt: SocketAttempt): Promise<Socket> {
  try {
    return await connected(attempt);
  } catch (error) {
    throw explain(error as SshError, { ...attempt, progress: NO_PROGRESS, tried: [] });
  }
}

function connected({ host: { address, ssh }, reachMs, signal }: SocketAttempt): Promise<Socket> {
  const socket = connect({ host: address, port: ssh.port, noDelay: true });
  return new Promise((resolve, reject) => {
    const give = (error: Error) => {
      settled();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const interrupted = () => give(Object.assign(new Error('interrupted'), { level: 'interrupted' }));
    const late = () =>
      give(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT', level: 'late-socket' }));
    const timer = setTimeout(late, reachMs);
    const settled = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupted);
      socket.off('error', give);
    };
    if (signal?.aborted) return interrupted();
    signal?.addEventListener('abort', interrupted, { once: true });
    socket.once('error', give);
    socket.once('connect', () => {
      settled();
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

/** Returns the error of a socket that broke while it waited for its handshake. */
export function brokenSocket(socket: Duplex): Error | undefined {
  if (!socket.destroyed) return undefined;
  return socket.errored ?? Object.assign(new Error('closed before the handshake'), { code: 'ECONNRESET' });
}
