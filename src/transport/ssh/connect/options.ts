import type { Clock } from '../../../clock/clock.ts';
import type { HostName } from '../../../model/names.ts';
import type { Secret } from '../../../model/secret.ts';

/** What the ssh adapter is told once for all hosts; what differs from host to host is in its `SshSettings`. */
export interface SshOptions {
  readonly clock: Clock;
  readonly acceptNewHostKeys: boolean;
  /** How long a host that refuses, resets or does not answer is tried again. 0: one attempt. */
  readonly connectRetryMs: number;
  /** Handshakes at the same time, over all hosts. */
  readonly handshakes: number;
  /** Asked once a key, whatever the number of hosts; `what` names the key's file. */
  readonly askPassphrase?: (what: string) => Promise<Secret>;
  /** The path in SSH_AUTH_SOCK. */
  readonly agentSocket?: string;
  /** Keys tried where a host names none; those that do not exist are passed over. */
  readonly defaultIdentities?: readonly string[];
  /** Read besides the host's own file, such as /etc/ssh/ssh_known_hosts; may be absent. */
  readonly alsoKnownHosts?: readonly string[];
  /** A host that is silent for three times this long is lost. Default 10 s. */
  readonly keepaliveMs?: number;
  readonly onHostKeyAccepted?: (host: HostName, fingerprint: string) => void;
  /** For counting: a connection is ready; a script was sent. */
  readonly onConnect?: (host: HostName) => void;
  readonly onFrame?: (host: HostName) => void;
}
