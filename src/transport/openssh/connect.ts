import PQueue from 'p-queue';
import { ConnectError } from '../../errors/errors.ts';
import type { Host } from '../../model/cluster.ts';
import type { Connection } from '../ssh/connect/connection.ts';
import type { SshOptions } from '../ssh/connect/options.ts';
import { explainLogin } from './failure/failure.ts';
import { logIn } from './log-in.ts';
import { masterStarter } from './master/start.ts';

interface OpenSsh {
  connect(host: Host, signal?: AbortSignal): Promise<Connection>;
  /** Deletes the sockets. */
  close(): void;
}

/** Connects with the OpenSSH client of this machine: one master per host. Limits concurrent handshakes. */
export function openssh(options: SshOptions): OpenSsh {
  const { clock } = options;
  const queue = new PQueue({ concurrency: options.handshakes });
  const starter = masterStarter(options);
  const attempt = async (host: Host, signal: AbortSignal | undefined): Promise<Connection> => {
    const started = await starter.start(host);
    const result = await logIn({ ...started, host, limitMs: host.ssh.connectTimeoutMs, clock, signal });
    if ('lost' in result) return result;
    throw new ConnectError([{ where: host.name, ...explainLogin(result).problem }]);
  };
  return { connect: (host, signal) => queue.add(() => attempt(host, signal)), close: () => starter.close() };
}
