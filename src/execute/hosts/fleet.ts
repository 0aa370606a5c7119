import { ConnectError, ConnectionLost } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { hostNamed } from '../../model/cluster.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { HostName } from '../../model/names.ts';
import type { SurveyRequest, Lock, Session, Survey } from '../../transport/port.ts';
import type { Holder } from '../../model/stored-formats.ts';
import type { Environment } from '../environment.ts';
import { Interrupted } from '../interrupted.ts';
import { reacquireLock } from './reacquire-lock.ts';

/** How long a lost connection is tried again before its step fails. */
const RECONNECT_LIMIT = 5 * MINUTE;

/** All sessions of a run: one a host, reconnected when lost, and surveys that count only until something changes. */
export class Fleet {
  readonly #sessions = new Map<HostName, Session>();
  readonly #locks = new Map<HostName, Lock>();
  readonly #returning = new Map<HostName, Promise<void>>();
  readonly #asks = new Map<HostName, SurveyRequest>();
  readonly #surveys = new Map<HostName, { survey: Survey; generation: number }>();
  readonly #env: Environment;
  readonly #askOf: (host: HostName) => SurveyRequest;
  #generation = 0;
  /** When a lock was taken or renewed last, on whichever host. */
  #renewedAt = 0;
  #closed = false;

  constructor(env: Environment, askOf: (host: HostName) => SurveyRequest) {
    this.#env = env;
    this.#askOf = askOf;
  }

  /** @throws ConnectError with every host that could not be reached */
  async connectAll(hosts: readonly HostName[]): Promise<void> {
    const results = await Promise.allSettled(hosts.map((host) => this.#connect(host)));
    const failures = results.flatMap((result): unknown[] =>
      result.status === 'rejected' ? [result.reason] : [],
    );
    if (failures.length > 0 && this.#env.signal.aborted) throw new Interrupted();
    const problems = failures.flatMap((error): readonly Problem[] => {
      if (error instanceof ConnectError) return error.problems;
      throw error;
    });
    if (problems.length > 0) throw new ConnectError(problems);
  }

  /** What the host says now: surveyed anew when anything was changed since it was last asked. */
  async survey(host: HostName): Promise<Survey> {
    const known = this.#surveys.get(host);
    if (known?.generation === this.#generation) return known.survey;
    const generation = this.#generation;
    const asked = this.#env.clock.now();
    const survey = await this.session(host).survey(this.#ask(host));
    this.#surveys.set(host, { survey, generation });
    this.#env.emit({ kind: 'host.surveyed', host, ms: this.#env.clock.now() - asked });
    return survey;
  }

  /** Something was changed, or may have been: every survey is old now. */
  changed(): void {
    this.#generation += 1;
  }

  /** The last survey, however old: for what does not change (machine-id) or was true at the beginning. */
  remembered(host: HostName): Survey | undefined {
    return this.#surveys.get(host)?.survey;
  }

  isConnected(host: HostName): boolean {
    return this.#sessions.has(host);
  }

  /** @throws ConnectionLost when there is no connection at the moment */
  session(host: HostName): Session {
    const session = this.#sessions.get(host);
    if (!session) throw new ConnectionLost(host, 'not connected');
    return session;
  }

  /** Does what is harmless to do twice; when the connection is lost, it is re-established and the work begun again. */
  async steady<T>(host: HostName, work: (session: Session) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(this.session(host));
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        await this.reconnect(host, error.why);
      }
    }
  }

  /** Takes the lock on a host with a session; kept, so that a reconnected session is fenced by the same token. */
  async lock(host: HostName, holder: Holder, overtake?: string): ReturnType<Session['lock']> {
    const answer = await this.steady(host, (session) => session.lock(holder, overtake));
    if (answer.taken) this.#locks.set(host, answer.lock);
    if (answer.taken) this.#renewedAt = this.#env.clock.now();
    return answer;
  }

  /** Says on a host that this run lives. One that is lost is looked for; whether it is back is another's question. */
  async renew(host: HostName): Promise<void> {
    try {
      await this.#locks.get(host)?.renew();
      this.#renewedAt = this.#env.clock.now();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      void this.reconnect(host, error.why).catch(() => undefined);
    }
  }

  locks(): ReadonlyMap<HostName, Lock> {
    return this.#locks;
  }

  unlocked(host: HostName): void {
    this.#locks.delete(host);
  }

  /**
   * Takes a lost connection up again, with back-off; several callers share one attempt, each waits as long as it likes,
   * or until the attempt itself gives up.
   * @throws ConnectError when the host does not come back, ConnectionLost when the caller's own limit is over,
   * Interrupted when the run is to stop
   */
  async reconnect(host: HostName, why: string, limitMs?: number): Promise<void> {
    const attempt = this.#returning.get(host) ?? this.#return(host, why);
    this.#returning.set(host, attempt);
    if (limitMs === undefined) return attempt;
    const done = new AbortController();
    const tooLong = async () => {
      await this.#env.clock.sleep(limitMs, done.signal);
      if (!done.signal.aborted) throw new ConnectionLost(host, 'not back yet');
    };
    try {
      await Promise.race([attempt, tooLong()]);
    } finally {
      done.abort();
    }
  }

  async #return(host: HostName, why: string): Promise<void> {
    const { clock, emit, signal } = this.#env;
    emit({ kind: 'host.lost', host, why });
    this.changed();
    const deadline = clock.now() + RECONNECT_LIMIT;
    try {
      await this.#drop(host);
      for (let pause = SECOND; ; pause = Math.min(pause * 2, 15 * SECOND)) {
        try {
          return await this.#again(host);
        } catch (error) {
          if (signal.aborted || this.#closed) throw new Interrupted();
          if (clock.now() + pause > deadline || !retryable(error)) throw error;
          await clock.sleep(pause, signal);
        }
      }
    } finally {
      this.#returning.delete(host);
    }
  }

  #ask(host: HostName): SurveyRequest {
    const ask = this.#asks.get(host) ?? this.#askOf(host);
    this.#asks.set(host, ask);
    return ask;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#sessions.keys()].map((host) => this.#drop(host)));
  }

  /** The new session is nobody's before it carries our lock: nothing changes a host unfenced. */
  async #again(host: HostName): Promise<void> {
    const session = await this.#open(host);
    try {
      if (this.#locks.has(host)) await this.#relock(session);
    } catch (error) {
      await session.close();
      throw error;
    }
    this.#sessions.set(host, session);
  }

  async #relock(session: Session): Promise<void> {
    const { clock, holder } = this.#env;
    const { host } = session;
    const bootId = this.remembered(host)?.facts.bootId;
    const lock = await reacquireLock(session, { holder, bootId, silentForMs: clock.now() - this.#renewedAt });
    if (this.#locks.has(host)) this.#locks.set(host, lock);
    // All were given back meanwhile.
    else await lock.release();
  }

  async #connect(host: HostName): Promise<void> {
    this.#sessions.set(host, await this.#open(host));
  }

  async #open(host: HostName): Promise<Session> {
    const { transport, cluster, clock, emit, signal } = this.#env;
    const began = clock.now();
    const session = await transport.connect(hostNamed(cluster, host), signal);
    if (this.#closed) await session.close();
    else emit({ kind: 'host.connected', host, ms: clock.now() - began });
    return session;
  }

  async #drop(host: HostName): Promise<void> {
    const session = this.#sessions.get(host);
    this.#sessions.delete(host);
    await session?.close().catch(() => undefined);
  }
}
function retryable(error: unknown): boolean {
  return error instanceof ConnectError || error instanceof ConnectionLost;
}
