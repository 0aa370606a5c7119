import type { Transport } from '../port.ts';
import { openssh } from '../openssh/connect.ts';
import { connector } from './connect/connect.ts';
import type { Connection } from './connect/connection.ts';
import type { SshOptions } from './connect/options.ts';
import { sshSession } from './session.ts';
import { startLoop } from './worker/start.ts';
import { worker } from './worker/worker.ts';

const NO_FORWARDING =
  'sshd does not allow forwarding (AllowTcpForwarding); health probes run curl and openssl on the host';

/** Implements the port over SSH, with the client of each host: one connection and one worker shell per host. */
export function sshTransport(options: SshOptions): Transport {
  const { clock } = options;
  const { route, connect, close } = connector(options);
  const system = openssh(options);
  const open = new Set<Connection>();
  return {
    connect: async (member, signal, limitMs) => {
      const way = await route(member);
      const { host } = way.isOpenSsh ? way.openSsh : way;
      const connection = await (way.isOpenSsh
        ? system.connect(way.openSsh, signal, limitMs)
        : connect(way, signal, limitMs));
      open.add(connection);
      connection.lost.addEventListener('abort', () => open.delete(connection));
      const channel = await startLoop(connection, { host, clock, signal });
      options.onConnect?.(host.name);
      const shell = worker(connection, channel, {
        host,
        clock,
        onFrame: () => options.onFrame?.(host.name),
        onWaiting: ({ what, limitMs }) => options.onWaiting?.(host.name, what, limitMs),
      });
      const onNoForwarding = () => options.onNotice?.(host.name, NO_FORWARDING);
      return sshSession({ connection, worker: shell, host, clock, onNoForwarding });
    },
    close: async () => {
      open.forEach((connection) => connection.end('closed'));
      system.close();
      close();
    },
  };
}
