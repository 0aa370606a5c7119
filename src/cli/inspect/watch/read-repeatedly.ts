import { createEmit } from '../../../events/emit.ts';
import type { Emit } from '../../../events/events.ts';
import { UsageError } from '../../../errors/errors.ts';
import { withoutJournal, type RunEnvironment } from '../../../execute/environment.ts';
import { observe } from '../../../execute/read/observe.ts';
import { recoveries } from '../../../membership/recovery.ts';
import { SECOND } from '../../../model/duration.ts';
import { eventMessage } from '../../../report/run/event-messages.ts';
import { statusOf } from '../../../report/tables/status.ts';
import type { Reading } from '../../../report/watch/watch-view.ts';
import { limitCalls } from '../../../transport/limited-calls.ts';
import type { Edges } from '../../program-environment.ts';
import { environment, newRun } from '../../run/environment.ts';
import { hostAccess } from '../../run/host-access.ts';
import type { Prepared } from '../../run/prepare.ts';

/** Time for a connection and for each query of a host. A host that exceeds it does not delay the others longer. */
const READ_LIMIT = 15 * SECOND;
/** Time for reconnecting to a host whose connection was lost. The next reading tries again. */
const PATIENCE = 2 * SECOND;
const DEFAULT_INTERVAL = 10;

interface Repeated {
  readonly command: string;
  readonly prepared: Prepared;
  readonly acceptNewHostKeys: boolean;
  readonly intervalMs: number;
  /** Aborted to end the readings. */
  readonly signal: AbortSignal;
  /** @param isAsking true while a question is open on the terminal */
  readonly onReading: (reading: Reading, isAsking: () => boolean) => void;
}

/** @throws UsageError unless the value of `--interval` is a number of seconds from 1 to an hour */
export function intervalOf(given: number | undefined): number {
  const seconds = given ?? DEFAULT_INTERVAL;
  if (seconds >= 1 && seconds <= 3600) return seconds * SECOND;
  throw new UsageError([
    { what: '--interval is not a number of seconds', next: 'use a number from 1 to 3600' },
  ]);
}

/**
 * Reads all hosts at each interval until the signal aborts. Keeps one connection per machine between the readings. A host
 * that does not respond counts as unreachable after a limit, and does not delay later readings.
 */
export async function readRepeatedly(repeated: Repeated, edges: Edges): Promise<void> {
  const { signal, intervalMs, onReading } = repeated;
  const { clock } = edges;
  const limited: Edges = {
    ...edges,
    transport: async (options) => limitCalls(await edges.transport(options), { clock, limitMs: READ_LIMIT }),
  };
  const access = hostAccess(limited, repeated);
  try {
    const emit = warnOnce(edges);
    const { prepared, command } = repeated;
    const { keyPassphrases, inventory } = prepared;
    const transport = await access.use({ hosts: inventory.cluster.hosts, emit, keyPassphrases });
    const wiring = { prepared, command, run: newRun(), emit, recorded: withoutJournal, transport };
    while (!signal.aborted) {
      const reading = await unlessAborted(signal, (own) =>
        readOnce(prepared, environment({ ...wiring, signal: own }, edges)),
      );
      if (reading) onReading(reading, access.asking.isOpen);
      await clock.sleep(intervalMs, signal);
    }
  } finally {
    await access.close();
  }
}

async function readOnce({ plan, inventory }: Prepared, env: RunEnvironment): Promise<Reading> {
  const { name, hosts } = inventory.cluster;
  const seen = await observe(plan, env, PATIENCE);
  const now = env.clock.now();
  const unreachable = seen.unreachable.flatMap(({ where }) => where ?? []);
  return {
    at: now,
    status: statusOf({ cluster: name, hosts, ...seen, now }),
    services: recoveries(seen.memberships, unreachable),
    unreachable: seen.unreachable,
  };
}

/**
 * Returns undefined as soon as the signal aborts; the work then has no caller.
 * @param work receives a signal of its own, so that its listeners do not add up over many readings
 */
function unlessAborted<T>(
  signal: AbortSignal,
  work: (own: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const own = new AbortController();
  return new Promise((resolve, reject) => {
    const stop = () => {
      own.abort(signal.reason);
      resolve(undefined);
    };
    signal.addEventListener('abort', stop);
    work(own.signal)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Prints each warning to stderr once, because each reading repeats it. */
function warnOnce({ io, clock, mask }: Edges): Emit {
  const printed = new Set<string>();
  return createEmit({
    run: newRun(),
    clock,
    redact: mask.text,
    readers: [
      (event) => {
        const line = event.kind === 'run.warned' ? eventMessage(event, false) : undefined;
        if (line === undefined || printed.has(line)) return;
        printed.add(line);
        io.stderr.write(`${line}\n`);
      },
    ],
  });
}
