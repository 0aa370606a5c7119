import PQueue from 'p-queue';
import { ConnectError } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { formatDuration, SECOND } from '../../../model/duration.ts';
import type { Connection } from './connection.ts';
import { HandshakeFailed } from './handshake-problem.ts';
import { handshake } from './handshake.ts';
import type { HandshakeAttempt } from './handshake.ts';
import { hostKeys } from './host-keys.ts';
import { keyRing } from './keys.ts';
import { waysIn } from './login-methods.ts';
import type { SshOptions } from './options.ts';

const LONGEST_PAUSE = 5 * SECOND;

/**
 * Returns a function that connects to a host. Limits concurrent handshakes, reads each key and known_hosts file once,
 * and prompts for each passphrase once.
 */
export function connector(options: SshOptions): (host: Host, signal?: AbortSignal) => Promise<Connection> {
  const queue = new PQueue({ concurrency: options.handshakes });
  const keys = hostKeys(options);
  const open = keyRing(options);
  return async (host, signal) => {
    const login = await waysIn(host, options, open);
    const attempt = { host, login, keys, keepaliveMs: options.keepaliveMs ?? 10 * SECOND, signal };
    return persist(attempt, options, () => queue.add(() => handshake(attempt)));
  };
}

/** Retries transient failures with back-off. Never retries after a refused host key or login. */
async function persist(
  { host, signal }: HandshakeAttempt,
  { clock, connectRetryMs }: SshOptions,
  attempt: () => Promise<Connection>,
): Promise<Connection> {
  const began = clock.now();
  for (let tries = 1, pause = SECOND / 4; ; tries += 1, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof HandshakeFailed)) throw error;
      const lasted = clock.now() - began;
      const again = error.transient && !signal?.aborted && lasted + pause <= connectRetryMs;
      const tried = tries > 1 ? `, tried ${tries} times in ${formatDuration(lasted)}` : '';
      const what = error.problem.what + tried;
      if (!again) throw new ConnectError([{ where: host.name, ...error.problem, what }]);
      await clock.sleep(pause, signal);
    }
  }
}
