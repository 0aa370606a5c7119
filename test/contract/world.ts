import type { Command } from '../../src/model/host/command.ts';
import type { LoginProbe, TlsProbe } from '../../src/model/health/gate.ts';
import type { AbsolutePath } from '../../src/model/names.ts';
import type { Session } from '../../src/transport/port.ts';

/** One host behind one adapter of the port, with what the contract needs besides the port to judge it. */
export interface World {
  connect(): Promise<Session>;
  /** Cuts the connection in the next call: before the host hears of it, or after it did all and before it is heard. */
  cutNext(when: 'before' | 'after'): void;
  /** Lets the host's time pass. */
  sleep(ms: number): Promise<void>;
  /** What a file of the host holds, read past the port. */
  peek(path: AbsolutePath): Promise<string | undefined>;
  /** A command for a job that says at least two lines and exits 0 within seconds, and one that fails. */
  readonly works: Command;
  readonly fails: Command;
  /** A job that does not end by itself, and how to kill it without a trace. */
  readonly lasts: Command;
  killJob(): Promise<void>;
  /** Answers 200 as seen from the host; and one where nobody listens. */
  readonly url: string;
  readonly deadUrl: string;
  /** A database that lets these credentials in, something that speaks TLS, and a CA that neither knows. */
  readonly database: Omit<LoginProbe, 'kind' | 'timeoutMs'>;
  readonly tls: Omit<TlsProbe, 'kind' | 'timeoutMs'>;
  readonly otherCa: string;
  stop(): Promise<void>;
}

export interface Adapter {
  readonly name: string;
  /** A bare host: nothing of Quorate is on it. */
  open(): Promise<World>;
  /** After the last. */
  close(): Promise<void>;
}
