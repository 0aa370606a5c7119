import type { Command } from '../../src/model/host/command.ts';
import type { LoginProbe, ReachProbe } from '../../src/model/health/gate.ts';
import type { AbsolutePath } from '../../src/model/names.ts';
import type { Session } from '../../src/transport/port.ts';

/** One host behind one adapter of the port, with the means to check the adapter. */
export interface World {
  connect(): Promise<Session>;
  /** Cuts the connection in the next call: before the host receives it, or after the host acted and before it answers. */
  cutNext(when: 'before' | 'after'): void;
  /** Lets time pass on the host. */
  sleep(ms: number): Promise<void>;
  /** Reads a file of the host without the port. */
  peek(path: AbsolutePath): Promise<string | undefined>;
  /** Commands for jobs: one prints at least two lines and exits 0 within seconds, the other fails. */
  readonly works: Command;
  readonly fails: Command;
  /** A job that does not end by itself, and a way to kill it without an exit code. */
  readonly lasts: Command;
  killJob(): Promise<void>;
  /** URLs as seen from the host: one returns 200, no program listens at the other. */
  readonly url: string;
  readonly deadUrl: string;
  /** A database with its credentials, a TLS server, and a CA that neither uses. */
  readonly database: Omit<LoginProbe, 'kind' | 'timeoutMs'>;
  readonly tls: Omit<Extract<ReachProbe, { kind: 'tls' }>, 'kind' | 'timeoutMs'>;
  readonly otherCa: string;
  stop(): Promise<void>;
}

export interface Adapter {
  readonly name: string;
  /** Opens an empty host. */
  open(): Promise<World>;
  /** Called after the last test. */
  close(): Promise<void>;
}
