import type { Transport } from '../port.ts';
import { connector } from './connect/connect.ts';
import type { Connection } from './connect/connection.ts';
import type { SshOptions } from './connect/options.ts';
import { sshSession } from './session.ts';
import { startLoop } from './worker/start.ts';
import { worker } from './worker/worker.ts';

/** Implements the port with ssh2: one connection and one worker shell per host. */
export function sshTransport(options: SshOptions): Transport {
  const connect = connector(options);
  const open = new Set<Connection>();
  return {
    connect: async (host, signal) => {
      const connection = await connect(host, signal);
      open.add(connection);
      connection.lost.addEventListener('abort', () => open.delete(connection));
      const channel = await startLoop(connection, host);
      options.onConnect?.(host.name);
      const hooks = { clock: options.clock, onFrame: () => options.onFrame?.(host.name) };
      return sshSession({
        connection,
        worker: worker(connection, channel, hooks),
        host,
        clock: options.clock,
      });
    },
    close: async () => open.forEach((connection) => connection.end('closed')),
  };
}
