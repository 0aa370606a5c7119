import type { Clock } from '../../../clock/clock.ts';
import type { Host } from '../../../model/cluster.ts';
import type { FailedAttempt } from '../../../model/host/connect-cause.ts';
import type { HostName } from '../../../model/names.ts';
import type { EnvironmentVariables, Secret } from '../../../model/secret.ts';
import type { Note } from '../config/overridden.ts';
import type { SshConfigSource } from '../config/source.ts';

/** The OpenSSH client of this machine. */
export interface OpenSshClient {
  /** `ssh`, or its path. */
  readonly program: string;
  /** The operator's environment, which ProxyCommand and Match exec may need. */
  readonly env: EnvironmentVariables;
  /** A configuration file in place of the operator's and the system's. */
  readonly configFile?: string;
}

/** A prompt of a host during the login, such as the one for a one-time code. */
export interface HostPrompt {
  readonly host: HostName;
  readonly user: string;
  /** Text that the host sends with its prompts; may be empty. */
  readonly instructions: string;
  readonly text: string;
  /** True if the answer may be shown while it is typed. */
  readonly echo: boolean;
}

/** Options of the SSH adapter for all hosts. Options of one host are in its `SshSettings`. */
export interface SshOptions {
  readonly clock: Clock;
  readonly acceptNewHostKeys: boolean;
  /**
   * Time for retries if a host refuses or closes the connection, or does not answer. With 0, one attempt is made. A call
   * of `connect` can have its own limit.
   */
  readonly connectRetryMs: number;
  /**
   * Maximum number of concurrent handshakes with one sshd; four times as many with all hosts. Those of the OpenSSH client
   * count together.
   */
  readonly handshakes: number;
  /** Called once per key for all hosts; `what` names the key's file. */
  readonly askPassphrase?: (what: string) => Promise<Secret>;
  /** Asks the operator for the answer to a prompt of a host. Absent without a terminal. */
  readonly askPrompt?: (prompt: HostPrompt) => Promise<Secret>;
  /** Path from SSH_AUTH_SOCK. */
  readonly agentSocket?: string;
  /** Keys for hosts without `ssh.identity`. Missing files are skipped. */
  readonly defaultIdentities?: readonly string[];
  /** Further known_hosts files, such as /etc/ssh/ssh_known_hosts. Missing files are skipped. */
  readonly alsoKnownHosts?: readonly string[];
  /** All hosts of the cluster. With `auto`, those behind one bastion use the same client. */
  readonly hosts?: readonly Host[];
  /** Where ssh_config is read from. If absent, no file is read. */
  readonly sshConfig?: SshConfigSource;
  /** Called for a host with `ssh.client: auto` that is connected with the OpenSSH client, with what needs it. */
  readonly onOpenSsh?: (host: HostName, reasons: readonly string[]) => void;
  /** Called once for each setting of ssh_config that has no effect. */
  readonly onIgnored?: (note: Note) => void;
  /** Interval between keepalives; 10 s by default. After three unanswered keepalives the connection counts as lost. */
  readonly keepaliveMs?: number;
  /** The system's OpenSSH client, for hosts with `ssh.client: openssh`. */
  readonly openssh?: OpenSshClient;
  readonly onHostKeyAccepted?: (host: HostName, fingerprint: string) => void;
  /** Called for a fact about a host that the operator should know: a key waits for a touch, sshd does not allow forwarding. */
  readonly onNotice?: (host: HostName, text: string) => void;
  /** Called after each failed attempt to connect that is followed by another one. */
  readonly onRetry?: (failed: FailedAttempt) => void;
  /** Called once for a request whose response takes long. The request is abandoned after the limit. */
  readonly onWaiting?: (host: HostName, what: string, limitMs: number) => void;
  /** For tests that count connections and scripts. */
  readonly onConnect?: (host: HostName) => void;
  readonly onFrame?: (host: HostName) => void;
}
