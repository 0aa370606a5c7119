import { losable } from '../ssh/connect/connection.ts';
import type { Connection } from '../ssh/connect/connection.ts';
import type { HostName } from '../../model/names.ts';
import type { Master } from './master/master.ts';
import type { Link } from './mux/link.ts';

/** Time of a master for its last messages after its socket was closed. */
const LAST_MESSAGES_MS = 1_000;

/** The connection of a master that has logged in. */
export interface MasterConnection extends Connection, Pick<Master, 'socket'> {}

interface LoggedIn {
  readonly master: Master;
  readonly link: Link;
  /** The connection with the bastion through which the host is reached. */
  readonly bastion: Connection | undefined;
}

export function masterConnection(host: HostName, { master, link, bastion }: LoggedIn): MasterConnection {
  const stop = () => {
    link.destroy();
    master.stop();
  };
  const base = losable(host, { orderly: stop, atOnce: stop });
  void link.closed
    .then(() => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_MESSAGES_MS).unref());
      return base.lost.aborted ? undefined : Promise.race([master.ended, late]);
    })
    // A bastion that is lost at the same moment is the cause, and ends this connection.
    .then(() => (bastion && !base.lost.aborted ? lossOf(bastion) : undefined))
    .then(() => {
      base.end(whyLost(master.messages()));
      link.endChannels();
    });
  return { ...base, socket: master.socket, exec: link.exec, tunnel: link.tunnel };
}

/** Resolves when a connection is lost, or after the time for its last messages. */
function lossOf({ lost }: Connection): Promise<void> {
  return new Promise((resolve) => {
    if (lost.aborted) return resolve();
    lost.addEventListener('abort', () => resolve());
    setTimeout(resolve, 2 * LAST_MESSAGES_MS).unref();
  });
}

const LOSSES: readonly (readonly [RegExp, string])[] = [
  [/^Timeout, server .* not responding/, 'Keepalive timeout'],
  [/^Connection to .* closed by remote host/, 'closed by the host'],
  [/Connection reset by peer/, 'Connection reset by peer'],
];

/** Returns why a master ended, from its messages. */
function whyLost(messages: readonly string[]): string {
  const found = LOSSES.find(([pattern]) => messages.some((line) => pattern.test(line)));
  return found?.[1] ?? 'the ssh process ended';
}
