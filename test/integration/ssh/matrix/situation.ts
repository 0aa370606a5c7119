import type { FailureCause } from '../../../../src/model/health/gate.ts';
import type { SshClient, SshSettings } from '../../../../src/model/cluster.ts';
import type { SshOptions } from '../../../../src/transport/ssh/connect/options.ts';
import type { Machine } from '../../../support/sshd/machine.ts';

/** The machine, port and files that a situation may refer to. */
export interface Site {
  readonly machine: Machine;
  /** The port of the situation. */
  readonly port: number;
  /** Private keys by name: `rsa`, `ecdsa` and `ed25519` are authorized, `other1` to `other6` are not. */
  readonly key: (name: string) => string;
  /** The socket of an SSH agent that accepts connections and never answers. */
  readonly silentAgent: string;
  /** Writes a file and returns its path. */
  readonly file: (text: string) => string;
}

/** A port that has no sshd. */
export type OtherPort = 'closed' | 'http' | 'sends nothing' | 'closes at once' | 'binary';

/** One row of the matrix. The account is `free`, which becomes root with sudo, unless `ssh` says otherwise. */
export interface Situation {
  readonly name: string;
  /** Lines of sshd_config, or what has the port in place of sshd. Rows with the same lines share one sshd. */
  readonly sshd?: readonly string[] | OtherPort;
  /** Shell lines that make the situation on the machine, and end it. `@DIR` is the directory of the machine. */
  readonly begin?: string;
  readonly end?: string;
  readonly ssh?: (site: Site) => Partial<SshSettings>;
  readonly address?: string;
  /** Options of the transport; `sshConfig` is the text of the OpenSSH client's configuration file. */
  readonly options?: (site: Site) => Partial<SshOptions>;
  readonly sshConfig?: (site: Site) => string;
  /** The text of known_hosts; by default it has the keys of the machine. */
  readonly knownHosts?: (site: Site) => string;
  /** Time without a request before the connection is used. */
  readonly pauseMs?: number;
  /** Both by default. */
  readonly clients?: readonly SshClient[];
  readonly expected: Expected;
}

/** Connected: a command runs as root, and a request gets its response. Otherwise the problem that must be reported. */
export type Expected =
  | 'connected'
  | {
      readonly cause: FailureCause;
      readonly what: RegExp;
      readonly why?: RegExp;
      /** The command to type next. */
      readonly next: RegExp;
      readonly lines?: RegExp;
    };
