import ssh2 from 'ssh2';
import type { IdentityCallback, OpenSSHAgent, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../../clock/clock.ts';
import { formatDuration, SECOND } from '../../../../model/duration.ts';
import { publicPart } from './public-part.ts';

/** Time to list the keys. */
const LIST_LIMIT = 5 * SECOND;
/** The longest answer of an agent, in bytes. ssh2 would keep any length. */
const LONGEST_ANSWER = 1024 * 1024;

interface AgentOptions {
  readonly clock: Clock;
  /** Time of the handshake, which the agent may use only in part. */
  readonly connectTimeoutMs: number;
}

type Done<T> = (error?: Error | null, value?: T) => void;
type SignRest = [SignCallback] | [SigningRequestOptions, (SignCallback | undefined)?];
type Keys = Parameters<IdentityCallback<ParsedKey>>[1];

/** An SSH agent with limits: one that accepts a connection and never answers must not use up the handshake's time. */
export class LimitedAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: OpenSSHAgent;
  readonly #options: AgentOptions;
  readonly #streams = new Set<Duplex>();
  #only: readonly Buffer[] | undefined;
  #fault: string | undefined;
  #exceeded: string | undefined;

  constructor(path: string, options: AgentOptions) {
    super();
    this.#options = options;
    this.#agent = ssh2.createAgent(path) as OpenSSHAgent;
    const open = this.#agent.getStream.bind(this.#agent);
    this.#agent.getStream = (done) => open((error, stream) => done(error, stream && this.#limited(stream)));
  }

  /** Why the agent, or one of its keys, was not used. */
  fault(): string | undefined {
    return this.#exceeded ?? this.#fault;
  }

  override getIdentities(done: Done<NonNullable<Keys>>): void {
    const limit = Math.min(LIST_LIMIT, this.#options.connectTimeoutMs / 3);
    const only = this.#only;
    this.#within<NonNullable<Keys>>(
      limit,
      (error, keys) =>
        done(error, only && keys ? keys.filter((key) => isOneOf(key as ParsedKey, only)) : keys),
      (answer) => this.#agent.getIdentities(answer),
    );
  }

  /** From now on, offers these keys only. @returns false if the agent has none of them, or does not answer */
  restrictTo(...publicKeys: readonly Buffer[]): Promise<boolean> {
    this.#only = publicKeys;
    return new Promise((resolve) => {
      this.getIdentities((error, keys) => resolve(!error && (keys ?? []).length > 0));
    });
  }

  /** The operator may have to confirm, or to touch a device. */
  override sign(key: ParsedKey, data: Buffer, ...[options, done]: SignRest): void {
    const limit = (this.#options.connectTimeoutMs * 2) / 3;
    const callback = typeof options === 'function' ? options : done;
    const settings = typeof options === 'function' ? {} : options;
    if (key.type === 'ssh-rsa' && !/^sha(256|512)$/.test(settings.hash ?? ''))
      return callback?.(new Error('SHA-1 is not used'));
    this.#within<Buffer>(limit, callback, (answer) => this.#agent.sign(key, data, settings, answer));
  }

  /** Calls back with the answer, or with an error when the time is over. An agent that exceeded a limit is not asked again. */
  #within<T>(limitMs: number, done: Done<T> | undefined, ask: (answer: Done<T>) => unknown): void {
    if (this.#exceeded !== undefined) return done?.(new Error(this.#exceeded));
    const settled = new AbortController();
    const settle = (error?: Error | null, value?: T) => {
      if (settled.signal.aborted) return;
      settled.abort();
      if (error) this.#fault = error.message;
      done?.(error, value);
    };
    void this.#options.clock.sleep(limitMs, settled.signal).then(() => {
      if (settled.signal.aborted) return;
      this.#exceed(`it did not answer within ${formatDuration(limitMs)}`);
      settle(new Error(this.#exceeded));
    });
    ask(settle);
  }

  #limited(stream: Duplex): Duplex {
    let bytes = 0;
    this.#streams.add(stream);
    stream.on('close', () => this.#streams.delete(stream));
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LONGEST_ANSWER)
        this.#exceed(`its answer is longer than ${LONGEST_ANSWER / 1024 / 1024} MiB`);
    });
    return stream;
  }

  /** Closes the connections to the agent, which would keep this process running. */
  #exceed(what: string): void {
    this.#exceeded ??= what;
    this.#streams.forEach((stream) => stream.destroy());
  }
}

function isOneOf(key: ParsedKey, wanted: readonly Buffer[]): boolean {
  const own = publicPart(key);
  return own !== undefined && wanted.some((one) => one.equals(own));
}
