import PQueue from 'p-queue';
import type { Host } from '../../model/cluster.ts';
import type { Connection } from '../ssh/connect/connection.ts';
import { HandshakeFailed } from '../ssh/connect/handshake/handshake-failed.ts';
import type { SshOptions } from '../ssh/connect/options.ts';
import { retried } from '../ssh/connect/retries.ts';
import { explainLogin } from './failure/failure.ts';
import { acceptedKey } from './failure/host-key.ts';
import { logIn } from './log-in.ts';
import { masterStarter } from './master/start.ts';

interface OpenSsh {
  connect(host: Host, signal?: AbortSignal, retryMs?: number): Promise<Connection>;
  /** Deletes the sockets. */
  close(): void;
}

/** Connects with the OpenSSH client of this machine: one master per host. Limits concurrent handshakes. */
export function openssh(options: SshOptions): OpenSsh {
  const { clock } = options;
  const queue = new PQueue({ concurrency: options.handshakes });
  const starter = masterStarter(options);
  const attempt = async (host: Host, limitMs: number, signal?: AbortSignal): Promise<Connection> => {
    const started = await starter.start(host, limitMs);
    const result = await logIn({ ...started, host, limitMs, clock, signal });
    if ('lost' in result) {
      const accepted = acceptedKey(started.master.messages());
      if (accepted !== undefined) options.onHostKeyAccepted?.(host.name, accepted);
      return result;
    }
    const { problem, transient } = explainLogin(result);
    const failed = new HandshakeFailed({ where: host.name, ...problem }, transient);
    failed.needsOperator = result.unanswered.length > 0;
    throw failed;
  };
  return {
    connect: (host, signal, retryMs = options.connectRetryMs) =>
      retried({ host, retryMs, signal }, options, (limitMs) =>
        queue.add(() => attempt(host, limitMs, signal)),
      ),
    close: () => starter.close(),
  };
}
