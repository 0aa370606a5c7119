import type { Clock } from '../clock/clock.ts';
import { ConnectError, ConnectionLost, NoResponse } from '../errors/errors.ts';
import { formatDuration, SECOND } from '../model/duration.ts';
import type { HostName } from '../model/names.ts';
import type { Session, Transport } from './port.ts';

interface Limits {
  readonly clock: Clock;
  /** Time for a connection and for each call. */
  readonly limitMs: number;
}

/**
 * Time for a host that did not respond in time before, until it responds again. The product's command line needs two
 * seconds for a query on an idle host.
 */
const GRACE = 5 * SECOND;

/** The calls that read hosts. A program that only reads uses no other calls. */
const LIMITED = ['survey', 'read', 'ask', 'request', 'reach'] as const;

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * Returns the transport for a program that reads the same hosts again and again, and must not wait for one of them. A
 * call that exceeds its limit ends the connection. An attempt to connect that exceeds its limit continues, and the next
 * `connect` to this host returns its session. A host that exceeded a limit is waited for only briefly until it responds.
 */
export function limitCalls(transport: Transport, limits: Limits): Transport {
  const late = new Set<HostName>();
  const attempts = new Map<HostName, Promise<Session>>();
  const limitOf = (machine: HostName): Limits => ({
    ...limits,
    limitMs: late.has(machine) ? Math.min(GRACE, limits.limitMs) : limits.limitMs,
  });
  const attemptTo: Transport['connect'] = (...args) => {
    const [{ name }] = args;
    const attempt = transport.connect(...args);
    attempts.set(name, attempt);
    attempt.catch(() => {
      late.add(name);
      if (attempts.get(name) === attempt) attempts.delete(name);
    });
    return attempt;
  };
  return {
    connect: async (host, ...rest) => {
      const { name } = host;
      const limit = limitOf(name);
      const session = await within(attempts.get(name) ?? attemptTo(host, ...rest), limit, () => {
        late.add(name);
        return notConnected(name, limit.limitMs);
      });
      attempts.delete(name);
      return limitedSession(session, new Watch(session, { late, limitOf }));
    },
    close: () => transport.close(),
  };
}

/** One connection to a machine, which ends with the first call that is late. */
class Watch {
  readonly #session: Session;
  readonly #hosts: { readonly late: Set<HostName>; readonly limitOf: (machine: HostName) => Limits };
  #ended = false;

  constructor(session: Session, hosts: { late: Set<HostName>; limitOf: (machine: HostName) => Limits }) {
    this.#session = session;
    this.#hosts = hosts;
  }

  /** @throws ConnectionLost if an earlier call was late, NoResponse if this one is */
  async call<T>(host: HostName, start: () => Promise<T>): Promise<T> {
    const machine = this.#session.host;
    const { late, limitOf } = this.#hosts;
    if (this.#ended) throw new ConnectionLost(host, 'the host did not respond in time');
    const limit = limitOf(machine);
    const result = await within(start(), limit, () => {
      late.add(machine);
      this.#ended = true;
      void this.#session.close().catch(() => undefined);
      return noResponse(host, limit.limitMs);
    });
    late.delete(machine);
    return result;
  }
}

function limitedSession(session: Session, watch: Watch): Session {
  const methods = LIMITED.map((name) => {
    const method = session[name].bind(session) as Method;
    const call: Method = (...args) => watch.call(session.host, () => method(...args));
    return [name, call] as const;
  });
  return {
    ...session,
    ...(Object.fromEntries(methods) as unknown as Pick<Session, (typeof LIMITED)[number]>),
    on: (host) => limitedSession(session.on(host), watch),
  };
}

/** Waits for a promise. @throws the error that `late` returns once the limit is over */
async function within<T>(promise: Promise<T>, { clock, limitMs }: Limits, late: () => Error): Promise<T> {
  const done = new AbortController();
  // A call that ends after its limit has no caller.
  promise.catch(() => undefined);
  const limit = async () => {
    await clock.sleep(limitMs, done.signal);
    return done.signal.aborted ? new Promise<never>(() => undefined) : Promise.reject(late());
  };
  try {
    return await Promise.race([promise, limit()]);
  } finally {
    done.abort();
  }
}

const notConnected = (host: HostName, limitMs: number) => {
  const what = `not connected within ${formatDuration(limitMs)}; the attempt continues`;
  return new ConnectError([{ where: host, cause: 'timeout', what }]);
};

const noResponse = (host: HostName, limitMs: number) =>
  new NoResponse(host, 'timeout', { what: `no response within ${formatDuration(limitMs)}` });
