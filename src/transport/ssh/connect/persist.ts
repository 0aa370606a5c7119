import type { Duplex } from 'node:stream';
import PQueue from 'p-queue';
import { ConnectError, PromptError } from '../../../errors/errors.ts';
import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { formatDuration, SECOND } from '../../../model/duration.ts';
import type { Connection } from './connection.ts';
import { HandshakeFailed } from './handshake/handshake-problem.ts';
import { handshake } from './handshake/handshake.ts';
import type { HandshakeAttempt } from './handshake/attempt.ts';
import type { SshOptions } from './options.ts';

const LONGEST_PAUSE = 5 * SECOND;
/** The shortest time for an attempt, even if the time for all attempts is almost over. */
const SHORTEST_ATTEMPT = SECOND;

/** Runs one attempt when there is space for it. */
export type Slots = (
  host: Host,
  open: () => Promise<Duplex>,
  shake: (socket: Duplex) => Promise<Connection>,
) => Promise<Connection>;

/**
 * Limits handshakes, to one sshd (which drops connections beyond MaxStartups) and altogether. A host that is not reached
 * occupies no place among the handshakes with other hosts.
 */
export function handshakeSlots(concurrency: number): Slots {
  const all = new PQueue({ concurrency });
  const each = new Map<string, PQueue>();
  return ({ address, ssh }, open, shake) => {
    const sshd = `${address} ${ssh.port}`;
    const queue = each.get(sshd) ?? new PQueue({ concurrency });
    each.set(sshd, queue);
    return queue.add(async () => {
      const socket = await open();
      return all
        .add(() => shake(socket))
        .catch((error: unknown) => {
          socket.destroy();
          throw error;
        });
    });
  };
}

interface Persisting {
  readonly attempt: Omit<HandshakeAttempt, 'limitMs'>;
  /** Opens a connection or a channel to the host's sshd. */
  readonly open: (attempt: HandshakeAttempt) => Promise<Duplex>;
  /** Time for retries. */
  readonly retryMs: number;
}

/** Retries transient failures with back-off. Never retries after a refused host key or login. */
export async function persist(
  { attempt, open, retryMs }: Persisting,
  { clock, onRetry }: SshOptions,
  slots: Slots,
): Promise<Connection> {
  const { host, signal } = attempt;
  const began = clock.now();
  for (let tries = 1, pause = SECOND / 4; ; tries += 1, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const left = tries === 1 ? Infinity : Math.max(SHORTEST_ATTEMPT, retryMs - (clock.now() - began));
    const limitMs = Math.min(host.ssh.connectTimeoutMs, left);
    const once = { ...attempt, limitMs };
    try {
      return await slots(
        host,
        () => open(once),
        (socket) => handshake(once, socket),
      );
    } catch (error) {
      if (!(error instanceof HandshakeFailed)) throw error;
      const lasted = clock.now() - began;
      const { transient } = error;
      if (!transient || signal?.aborted || lasted + pause > retryMs)
        throw new (error.needsOperator ? PromptError : ConnectError)([
          problemAfter(error, { host, tries, lasted, retryMs }),
        ]);
      onRetry?.({ host: host.name, tries, cause: transient, limitMs: retryMs });
      await clock.sleep(pause, signal);
    }
  }
}

interface Tried {
  readonly host: Host;
  readonly tries: number;
  readonly lasted: number;
  readonly retryMs: number;
}

/** Adds the number of attempts, and the limit that ended them. */
function problemAfter(
  { problem, transient }: HandshakeFailed,
  { host, tries, lasted, retryMs }: Tried,
): Problem {
  const limit = transient && retryMs > 0 ? ` (limit: ${formatDuration(retryMs)})` : '';
  const tried = tries > 1 ? `, tried ${tries} times in ${formatDuration(lasted)}${limit}` : '';
  return { where: host.name, ...problem, what: problem.what + tried };
}
