import { setMaxListeners } from 'node:events';
import type { Duplex, Readable } from 'node:stream';
import { ConnectionLost } from '../../../errors/errors.ts';
import type { HostName } from '../../../model/names.ts';

/**
 * An authenticated connection of either client: the interface that session, methods and worker need. When it ends,
 * `lost` is aborted with a ConnectionLost as its reason.
 */
export interface Connection {
  readonly host: HostName;
  readonly lost: AbortSignal;
  /**
   * Starts a command line in the login shell of the account.
   * @throws Error if sshd refuses; its message is the reason
   */
  exec(line: string): Promise<Channel>;
  /**
   * Opens a channel through which the host connects to the endpoint.
   * @throws ExchangeError if the channel is refused
   */
  tunnel(endpoint: Endpoint): Promise<Duplex>;
  /** Ends the connection, and aborts `lost` with this reason. */
  end(why: string): void;
  /** Closes the connection at once, so that the host cannot send more, and aborts `lost` with this error. */
  abandon(error: ConnectionLost): void;
}

/** A running command line. */
export interface Channel extends Duplex {
  readonly stderr: Readable;
  /** Resolves with the exit code, null after a signal, when the command line has ended and its output has been read. */
  readonly ended: Promise<number | null>;
}

/** An IP address (IPv6 without brackets) or a name, and a port, as seen from the host. */
interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** How a client closes its connection: after what was sent, or at once. */
interface Closing {
  readonly orderly: () => void;
  readonly atOnce: () => void;
}

/** The part of a connection that is the same for every client: it is lost once, for the first reason. */
export function losable(
  host: HostName,
  { orderly, atOnce }: Closing,
): Pick<Connection, 'host' | 'lost' | 'end' | 'abandon'> {
  const lost = new AbortController();
  setMaxListeners(0, lost.signal);
  return {
    host,
    lost: lost.signal,
    end: (why) => {
      if (lost.signal.aborted) return;
      lost.abort(new ConnectionLost(host, why));
      orderly();
    },
    abandon: (error) => {
      if (!lost.signal.aborted) lost.abort(error);
      atOnce();
    },
  };
}

interface Settle<T> {
  readonly done: (value: T) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Waits until `start` calls `done` or `fail`. Rejects with ConnectionLost if the connection is lost first, or with the
 * NoResponse of the call that ended it.
 */
export function unlessLost<T>(
  { host, lost }: Pick<Connection, 'host' | 'lost'>,
  start: (settle: Settle<T>) => void,
): Promise<T> {
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
