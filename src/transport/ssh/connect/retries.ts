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
/** The shortest time for an attempt, and the part of all the time below which a shorter time is enough. */
const SHORTEST = { attempt: SECOND, part: 4 };
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

/** The part of the time for retries that one attempt may use. */
export interface AttemptTime {
  /** Time until the host's sshd responds. The login that follows has its own limit. */
  readonly reachMs: number;
  /** Time that is left for all attempts; Infinity if there is only one. */
  readonly leftMs: number;
  readonly inTurn: InTurn;
  /** Runs a task, such as the login at a bastion, whose time is not part of the time for retries. */
  readonly uncounted: <T>(task: () => Promise<T>) => Promise<T>;
}

/**
 * Retries transient failures with back-off, so that the last attempt to reach the host ends within the time for retries.
 * Never retries after a refused host key or login.
 * @param attempt makes one attempt, which throws HandshakeFailed
 */
export async function retried<C extends Connection>(
  { host, retryMs, signal }: Retrying,
  { clock, onRetry }: Pick<SshOptions, 'clock' | 'onRetry'>,
  attempt: (time: AttemptTime) => Promise<C>,
): Promise<C> {
  const { elapsed, ...uncounted } = stopwatch(clock);
  let limitMs = retryMs;
  for (let tries = 1, pause = SECOND / 4; ; tries += 1, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const leftMs = retryMs === 0 ? Infinity : limitMs - elapsed();
    try {
      return await attempt({
        ...{ ...uncounted, leftMs },
        reachMs: Math.min(host.ssh.connectTimeoutMs, leftMs),
      });
    } catch (error) {
      if (!(error instanceof HandshakeFailed)) throw error;
      const lasted = elapsed();
      const { transient } = error;
      limitMs = extended(limitMs, { transient, retryMs });
      const untilLast = limitMs - Math.min(SHORTEST.attempt, limitMs / SHORTEST.part) - lasted;
      if (!transient || signal?.aborted || untilLast <= 0)
        throw new (error.needsOperator ? PromptError : ConnectError)([
          problemAfter(error, { host, tries, lasted, limitMs }),
        ]);
      onRetry?.({ host: host.name, tries, cause: transient, limitMs });
      await clock.sleep(Math.min(pause, untilLast), signal);
    }
  }
}

/** Measures the time since now, without that of turns and of uncounted tasks. */
function stopwatch(clock: SshOptions['clock']) {
  const began = clock.now();
  let waitedMs = 0;
  const inTurn: AttemptTime['inTurn'] = (queue, task) => {
    const from = clock.now();
    return queue.add(() => {
      waitedMs += clock.now() - from;
      return task();
    });
  };
  const uncounted: AttemptTime['uncounted'] = (task) => {
    const from = clock.now();
    return task().finally(() => (waitedMs += clock.now() - from));
  };
  return { elapsed: () => clock.now() - began - waitedMs, inTurn, uncounted };
}

/** The limit after a failed attempt: a longer one if the host refuses connections for now. */
function extended(
  limitMs: number,
  { transient, retryMs }: Pick<HandshakeFailed, 'transient'> & Pick<Retrying, 'retryMs'>,
): number {
  if (!transient || !REFUSES_FOR_NOW.includes(transient)) return limitMs;
  return Math.max(limitMs, Math.min(PATIENCE.factor * retryMs, PATIENCE.longest));
}

/** The time to reach a host with one attempt: not longer than with several. */
export function oneReachMs(connectTimeoutMs: number, { connectRetryMs }: Pick<SshOptions, 'connectRetryMs'>) {
  return connectRetryMs > 0 ? Math.min(connectTimeoutMs, connectRetryMs) : connectTimeoutMs;
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
