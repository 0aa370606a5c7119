import type PQueue from 'p-queue';
import { ConnectError, PromptError } from '../../../errors/errors.ts';
import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import type { ConnectCause } from '../../../model/host/connect-cause.ts';
import { formatDuration, MINUTE, SECOND } from '../../../model/duration.ts';
import type { Connection } from './connection.ts';
import { HandshakeFailed } from './handshake/handshake-failed.ts';
import type { SshOptions } from './options.ts';

const LONGEST_PAUSE = 5 * SECOND;
/** The shortest time for an attempt, even if the time for all attempts is almost over. */
const SHORTEST_ATTEMPT = SECOND;
/**
 * A host that refuses connections for now is up, so it gets more time: sshd penalizes an address for 20 seconds after
 * four failed logins, and drops connections at random above MaxStartups.
 */
const REFUSES_FOR_NOW: readonly ConnectCause[] = ['overloaded', 'penalized'];
const PATIENCE = { factor: 3, longest: MINUTE };

interface Retrying {
  readonly host: Host;
  /** Time for retries. */
  readonly retryMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Runs a task in its turn. The time until then is not part of the time for retries. */
export type InTurn = <T>(queue: PQueue, task: () => Promise<T>) => Promise<T>;

/**
 * Retries transient failures with back-off. Never retries after a refused host key or login.
 * @param attempt makes one attempt, which throws HandshakeFailed
 */
export async function retried<C extends Connection>(
  { host, retryMs, signal }: Retrying,
  { clock, onRetry }: Pick<SshOptions, 'clock' | 'onRetry'>,
  attempt: (limitMs: number, inTurn: InTurn) => Promise<C>,
): Promise<C> {
  const began = clock.now();
  let waitedMs = 0;
  let limitMs = retryMs;
  const inTurn: InTurn = (queue, task) => {
    const from = clock.now();
    return queue.add(() => {
      waitedMs += clock.now() - from;
      return task();
    });
  };
  const elapsed = () => clock.now() - began - waitedMs;
  for (let tries = 1, pause = SECOND / 4; ; tries += 1, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const left = tries === 1 ? Infinity : Math.max(SHORTEST_ATTEMPT, limitMs - elapsed());
    try {
      return await attempt(Math.min(host.ssh.connectTimeoutMs, left), inTurn);
    } catch (error) {
      if (!(error instanceof HandshakeFailed)) throw error;
      const lasted = elapsed();
      const { transient } = error;
      limitMs = extended(limitMs, { transient, retryMs });
      if (!transient || signal?.aborted || lasted + pause > limitMs)
        throw new (error.needsOperator ? PromptError : ConnectError)([
          problemAfter(error, { host, tries, lasted, limitMs }),
        ]);
      onRetry?.({ host: host.name, tries, cause: transient, limitMs });
      await clock.sleep(pause, signal);
    }
  }
}

/** The limit after a failed attempt: a longer one if the host refuses connections for now. */
function extended(
  limitMs: number,
  { transient, retryMs }: Pick<HandshakeFailed, 'transient'> & Pick<Retrying, 'retryMs'>,
): number {
  if (!transient || !REFUSES_FOR_NOW.includes(transient)) return limitMs;
  return Math.max(limitMs, Math.min(PATIENCE.factor * retryMs, PATIENCE.longest));
}

interface Tried {
  readonly host: Host;
  readonly tries: number;
  readonly lasted: number;
  readonly limitMs: number;
}

/** Adds the number of attempts, and the limit that ended them. */
function problemAfter(
  { problem, transient }: HandshakeFailed,
  { host, tries, lasted, limitMs }: Tried,
): Problem {
  const limit = transient && limitMs > 0 ? ` (limit: ${formatDuration(limitMs)})` : '';
  const known = { where: host.name, address: host.address, ...problem };
  if (tries === 1) return known;
  const attempts = `tried ${tries} times in ${formatDuration(lasted)}${limit}`;
  return { ...known, attempts, what: `${problem.what}, ${attempts}` };
}
