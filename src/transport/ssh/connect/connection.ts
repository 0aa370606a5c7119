import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { ConnectionLost } from '../../../errors/errors.ts';
import type { HostName } from '../../../model/names.ts';

/** An authenticated connection. When it ends, `lost` is aborted with a ConnectionLost as its reason. */
export interface Connection {
  readonly host: HostName;
  readonly client: Client;
  readonly lost: AbortSignal;
  /** Ends the connection, and aborts `lost` with this reason. */
  end(why: string): void;
  /** Closes the connection at once, so that the host cannot send more, and aborts `lost` with this error. */
  abandon(error: ConnectionLost): void;
}

/** Time for an orderly end before the socket is destroyed. */
const CLOSE_MS = 1_000;

export function watch(host: HostName, client: Client, socket: Duplex): Connection {
  const lost = new AbortController();
  setMaxListeners(0, lost.signal);
  const end = (why: string) => {
    if (lost.signal.aborted) return;
    lost.abort(new ConnectionLost(host, why));
    client.end();
    setTimeout(() => socket.destroy(), CLOSE_MS).unref();
  };
  const abandon = (error: ConnectionLost) => {
    if (!lost.signal.aborted) lost.abort(error);
    socket.destroy();
  };
  client.on('error', (error) => end(error.message));
  client.on('close', () => end('closed by the host'));
  return { host, client, lost: lost.signal, end, abandon };
}

interface Settle<T> {
  readonly done: (value: T) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Waits until `start` calls `done` or `fail`. Rejects with ConnectionLost if the connection is lost first, or with the
 * NoResponse of the call that ended it.
 */
export function unlessLost<T>({ host, lost }: Connection, start: (settle: Settle<T>) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onLost = () => reject(lost.reason as ConnectionLost);
    if (lost.aborted) return reject(new ConnectionLost(host, (lost.reason as ConnectionLost).why));
    lost.addEventListener('abort', onLost);
    const settled = () => lost.removeEventListener('abort', onLost);
    start({
      done: (value) => (settled(), resolve(value)),
      fail: (error) => (settled(), reject(error)),
    });
  });
}
