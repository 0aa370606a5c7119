import { ConnectError, PromptError } from '../../../errors/errors.ts';
import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { formatDuration, SECOND } from '../../../model/duration.ts';
import type { Connection } from './connection.ts';
import { HandshakeFailed } from './handshake/handshake-failed.ts';
import type { SshOptions } from './options.ts';

const LONGEST_PAUSE = 5 * SECOND;
/** The shortest time for an attempt, even if the time for all attempts is almost over. */
const SHORTEST_ATTEMPT = SECOND;

interface Retrying {
  readonly host: Host;
  /** Time for retries. */
  readonly retryMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Retries transient failures with back-off. Never retries after a refused host key or login.
 * @param attempt makes one attempt, which throws HandshakeFailed
 */
export async function retried<C extends Connection>(
  { host, retryMs, signal }: Retrying,
  { clock, onRetry }: Pick<SshOptions, 'clock' | 'onRetry'>,
  attempt: (limitMs: number) => Promise<C>,
): Promise<C> {
  const began = clock.now();
  for (let tries = 1, pause = SECOND / 4; ; tries += 1, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const left = tries === 1 ? Infinity : Math.max(SHORTEST_ATTEMPT, retryMs - (clock.now() - began));
    try {
      return await attempt(Math.min(host.ssh.connectTimeoutMs, left));
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
