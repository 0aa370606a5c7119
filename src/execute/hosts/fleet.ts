import { ConnectError, ConnectionLost, PromptError } from '../../errors/errors.ts';
import { hostNamed } from '../../model/cluster.ts';
import { MINUTE, SECOND } from '../../model/duration.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { HostName } from '../../model/names.ts';
import type { SurveyRequest, Lock, Session, Survey } from '../../transport/port.ts';
import type { Holder } from '../../model/stored-formats.ts';
import type { RunEnvironment } from '../environment.ts';
import { Interrupted } from '../interrupted.ts';
import { isLoss, Losses, notReconnected, withinLimit } from './losses.ts';
import { MachineHosts } from './machine-hosts.ts';
import { MachineSurveys } from './machine-surveys.ts';
import { readable } from './refuse-unreadable.ts';
import { reacquireLock } from './reacquire-lock.ts';

/** A step fails if its lost connection is not re-established within this time. */
const RECONNECT_LIMIT = 5 * MINUTE;

/** The sessions of a run, one per machine, and its surveys. Reconnects lost sessions. Callers name hosts. */
export class Fleet {
  readonly machines: MachineHosts;
  readonly #sessions = new Map<HostName, Session>();
  readonly #locks = new Map<HostName, Lock>();
  /** Hosts whose first connection failed. Queries do not wait for them once more. */
  readonly #givenUp = new Set<HostName>();
  readonly #reconnecting = new Map<HostName, Promise<void>>();
  readonly #surveys: MachineSurveys;
  readonly #env: RunEnvironment;
  /** Time of the last acquired or renewed lock on any host. */
  #renewedAt = 0;
  #closed = false;

  constructor(env: RunEnvironment, makeRequest: (hosts: readonly HostName[]) => SurveyRequest) {
    this.#env = env;
    this.machines = new MachineHosts(env.cluster);
    this.#surveys = new MachineSurveys(env, {
      request: (machine) => makeRequest(this.machines.hostsOf(machine)),
      session: (machine) => this.#sessionTo(machine),
    });
  }

  /** @throws ConnectError with every unreachable host */
  async connectAll(hosts: readonly HostName[]): Promise<void> {
    const machines = this.machines.of(hosts);
    const results = await Promise.allSettled(machines.map((machine) => this.#connect(machine)));
    const failures = results.flatMap((result, index) =>
      result.status === 'rejected'
        ? [{ machine: machines[index] ?? '', error: result.reason as unknown }]
        : [],
    );
    if (failures.length > 0 && this.#env.signal.aborted) throw new Interrupted();
    const problems = failures.flatMap(({ machine, error }) => {
      if (!(error instanceof ConnectError)) throw error;
      return this.machines.onEachHost(machine, hosts, error.problems);
    });
    if (problems.length > 0) throw new ConnectError(problems);
  }

  /**
   * The current survey of a host. Surveys its machine again if this run has changed something since the last survey; its
   * facts and obstacles may be those of an earlier survey.
   * @throws UnreadableDataError if the machine has data that this program cannot read
   */
  async survey(host: HostName): Promise<Survey> {
    const survey = await this.#surveys.current(this.machines.nameOf(host), 'state');
    return readable(host, this.machines.surveyOf(host, survey));
  }

  /** The facts, also of a host whose data cannot be read. Reads them again if this run has changed something since. */
  async facts(host: HostName): Promise<Facts> {
    return (await this.#surveys.current(this.machines.nameOf(host), 'facts')).facts;
  }

  /** Invalidates all surveys, because something was changed or may have been. */
  changed(): void {
    this.#surveys.invalidate();
  }

  /** Invalidates all surveys with their facts, because another run may have changed these hosts. */
  changedByOthers(hosts: readonly HostName[]): void {
    this.#surveys.invalidateFacts(this.machines.of(hosts));
  }

  /** Returns the last survey, however old: for facts that do not change (machine-id) or that were true at the start. */
  remembered(host: HostName): Survey | undefined {
    const survey = this.#surveys.last(this.machines.nameOf(host));
    return survey && this.machines.surveyOf(host, survey);
  }

  isConnected(host: HostName): boolean {
    return this.#sessions.has(this.machines.nameOf(host));
  }

  /** @throws ConnectionLost while there is no connection */
  session(host: HostName): Session {
    return this.machines.sessionOf(host, this.#sessionTo(host));
  }

  #sessionTo(host: HostName): Session {
    const session = this.#sessions.get(this.machines.nameOf(host));
    if (!session) throw new ConnectionLost(host, 'not connected');
    return session;
  }

  /**
   * Does idempotent work. If the connection is lost, reconnects and starts the work again.
   * @throws ConnectError if the host does not respond, or if the connection is lost again and again
   */
  async steady<T>(host: HostName, work: (session: Session) => Promise<T>): Promise<T> {
    const losses = new Losses(this.#env, 0);
    for (;;) {
      try {
        return await work(this.session(host));
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        await losses.add(error);
        await this.reconnect(host, error.why);
      }
    }
  }

  /** Acquires the lock of a connected machine. Keeps it, so that a new session to this machine can re-acquire it. */
  async lock(machine: HostName, holder: Holder, takeOver?: string): ReturnType<Session['lock']> {
    const answer = await this.steady(machine, (session) => session.lock(holder, takeOver));
    if (!answer.acquired) return answer;
    this.#locks.set(machine, answer.lock);
    this.#renewedAt = this.#env.clock.now();
    return answer;
  }

  /** Renews the lock on a machine. If the connection is lost, starts to reconnect and does not wait for it. */
  async renew(machine: HostName): Promise<void> {
    try {
      await this.#locks.get(machine)?.renew();
      this.#renewedAt = this.#env.clock.now();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      void this.reconnect(machine, error.why).catch(() => undefined);
    }
  }

  /** The locks that this run holds, by machine. */
  locks(): ReadonlyMap<HostName, Lock> {
    return this.#locks;
  }

  unlocked(machine: HostName): void {
    this.#locks.delete(machine);
  }

  /**
   * Reconnects with back-off. Concurrent callers share one attempt; each waits up to its own limit.
   * @throws ConnectError if the attempt fails, ConnectionLost if the caller's limit is over or the host was never
   * connected, Interrupted if the run stops
   */
  async reconnect(host: HostName, why: string, limitMs?: number): Promise<void> {
    const machine = this.machines.nameOf(host);
    if (this.#givenUp.has(machine)) throw new ConnectionLost(host, why);
    const attempt = this.#reconnecting.get(machine) ?? this.#tryToReconnect(machine, why);
    this.#reconnecting.set(machine, attempt);
    if (limitMs === undefined) return attempt;
    await withinLimit(attempt, { host, limitMs, clock: this.#env.clock });
  }

  async #tryToReconnect(host: HostName, why: string): Promise<void> {
    const { clock, emit, signal } = this.#env;
    emit({ kind: 'host.lost', host, why });
    this.#surveys.invalidateFacts([host]);
    const deadline = clock.now() + RECONNECT_LIMIT;
    try {
      await this.drop(host);
      for (let pause = SECOND; ; pause = Math.min(pause * 2, 15 * SECOND)) {
        try {
          return await this.#openAgain(host, deadline - clock.now());
        } catch (error) {
          if (signal.aborted || this.#closed) throw new Interrupted();
          if (!isLoss(error) || error instanceof PromptError) throw error;
          if (clock.now() + pause > deadline) throw notReconnected(error, RECONNECT_LIMIT);
          await clock.sleep(pause, signal);
        }
      }
    } finally {
      this.#reconnecting.delete(host);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#sessions.keys()].map((host) => this.drop(host)));
  }

  /**
   * Opens a session. Uses the session only once it has re-acquired the lock of this run, so that no change is made
   * without the lock.
   */
  async #openAgain(host: HostName, limitMs: number): Promise<void> {
    const session = await this.#open(host, limitMs);
    try {
      if (this.#locks.has(host)) await this.#reacquire(session);
    } catch (error) {
      await session.close();
      throw error;
    }
    this.#sessions.set(host, session);
  }

  async #reacquire(session: Session): Promise<void> {
    const { clock, holder } = this.#env;
    const { host } = session;
    const bootId = this.remembered(host)?.facts.bootId;
    const lock = await reacquireLock(session, {
      holder,
      bootId,
      notRenewedForMs: clock.now() - this.#renewedAt,
    });
    if (this.#locks.has(host)) this.#locks.set(host, lock);
    // The run released all its locks while this host connected.
    else await lock.release();
  }

  async #connect(host: HostName): Promise<void> {
    try {
      this.#sessions.set(host, await this.#open(host));
    } catch (error) {
      this.#givenUp.add(host);
      const problem = error instanceof ConnectError ? error.problems[0] : undefined;
      if (problem) this.#env.emit({ kind: 'host.not-connected', host, problem });
      throw error;
    }
  }

  /** @param limitMs time for attempts to connect; that of a first connection if absent */
  async #open(host: HostName, limitMs?: number): Promise<Session> {
    const { transport, cluster, clock, emit, signal } = this.#env;
    const startedAt = clock.now();
    const session = await transport.connect(hostNamed(cluster, host), signal, limitMs);
    if (this.#closed) await session.close();
    else emit({ kind: 'host.connected', host, ms: clock.now() - startedAt });
    return session;
  }

  /** Closes the connection to a host's machine, which counts as unreachable until a later call reconnects. */
  async drop(host: HostName): Promise<void> {
    const machine = this.machines.nameOf(host);
    const session = this.#sessions.get(machine);
    this.#sessions.delete(machine);
    await session?.close().catch(() => undefined);
  }
}
