import type { Clock } from '../../clock/clock.ts';
import { ConnectError, ConnectionLost, NoResponse } from '../../errors/errors.ts';
import { formatDuration, MINUTE, SECOND } from '../../model/duration.ts';
import type { HostName } from '../../model/names.ts';
import { inOrder, shellOn, RUN_AGAIN } from '../../model/next-step.ts';

/** After this many consecutive lost connections, work is not started again. */
const MOST = 6;
/** If a connection lasted longer than this, its loss does not count as consecutive. */
const LASTING = MINUTE;
const LONGEST_PAUSE = 15 * SECOND;

/** Counts the lost connections of one piece of work, and ends the work if it loses one connection after another. */
export class Losses {
  readonly #env: { readonly clock: Clock; readonly signal: AbortSignal };
  readonly #retries: number;
  #consecutive = 0;
  #unanswered = 0;
  #since: number;

  /** @param retries how often work without a response is started again */
  constructor(env: { readonly clock: Clock; readonly signal: AbortSignal }, retries: number) {
    this.#env = env;
    this.#retries = retries;
    this.#since = env.clock.now();
  }

  /** Waits before the next attempt. @throws ConnectError if there is no further attempt */
  async add(error: ConnectionLost): Promise<void> {
    const { clock, signal } = this.#env;
    const lasted = clock.now() - this.#since;
    if (error instanceof NoResponse && ++this.#unanswered > this.#retries) throw unreachable(error);
    this.#consecutive = lasted > LASTING ? 1 : this.#consecutive + 1;
    if (this.#consecutive === MOST)
      throw unreachable(error, `lost ${MOST} consecutive connections: ${error.why}`);
    if (this.#consecutive > 1)
      await clock.sleep(Math.min(2 ** (this.#consecutive - 2) * SECOND, LONGEST_PAUSE), signal);
    this.#since = clock.now();
  }
}

/** Returns the error for a host that does not respond, or whose connection is lost and not re-established. */
export function unreachable(error: ConnectionLost, what = `connection lost: ${error.why}`): ConnectError {
  if (error instanceof NoResponse) return new ConnectError([error.problem]);
  const next = inOrder(
    'check the host and its sshd',
    shellOn(error.host, 'journalctl -u ssh -u sshd -n 20'),
    RUN_AGAIN,
  );
  return new ConnectError([{ where: error.host, cause: 'connection-lost', what, next }]);
}

/** Adds the limit, which is longer than that of a first connection because the host may be restarting. */
export function notReconnected(error: ConnectError | ConnectionLost, limitMs: number): ConnectError {
  const limit = `not reconnected within ${formatDuration(limitMs)}`;
  if (!(error instanceof ConnectError)) return unreachable(error, `${limit}: ${error.why}`);
  return new ConnectError(
    error.problems.map((problem) => ({ ...problem, what: `${limit}: ${problem.what}` })),
  );
}

interface Limit {
  readonly host: HostName;
  readonly limitMs: number;
  readonly clock: Clock;
}

/** Waits for an attempt to reconnect, which continues after the limit. @throws ConnectionLost after the limit */
export async function withinLimit(attempt: Promise<void>, { host, limitMs, clock }: Limit): Promise<void> {
  const done = new AbortController();
  const limitReached = async () => {
    await clock.sleep(limitMs, done.signal);
    if (!done.signal.aborted) throw new ConnectionLost(host, 'not reconnected yet');
  };
  try {
    await Promise.race([attempt, limitReached()]);
  } finally {
    done.abort();
  }
}

/** True if an attempt to connect failed because the host did not respond, or the connection was lost. */
export function isLoss(error: unknown): error is ConnectError | ConnectionLost {
  return error instanceof ConnectError || error instanceof ConnectionLost;
}
