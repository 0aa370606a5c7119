import type { Command } from '../host/command.ts';
import type { EpochMs } from '../duration.ts';
import type { KeyPair } from '../material.ts';
import type { AbsolutePath, GateName, HostName, Service } from '../names.ts';
import type { Secret } from '../secret.ts';
import type { Facts } from '../host/facts.ts';
import type { Next } from '../next-step.ts';
import type { Rendered } from '../rendered.ts';

/** An HTTP(S) request that is sent from the network of a host. This machine verifies TLS. */
export interface HttpProbe {
  readonly method: 'GET' | 'POST';
  /** `https://198.51.100.11:8008/cluster` or, for a local statistics page, `http://127.0.0.1:…` */
  readonly url: string;
  /** The CA certificate in PEM format; required for https. */
  readonly ca?: string;
  readonly auth?: { readonly user: string; readonly password: Secret };
  /** Set if the server requires a client certificate. */
  readonly client?: KeyPair;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** A TLS handshake without a request, from the network of a host. This machine verifies the certificate. */
interface TlsProbe {
  readonly kind: 'tls';
  /** An IP address or a name, which the certificate must cover. */
  readonly address: string;
  readonly port: number;
  /** The CA certificate in PEM format. */
  readonly ca: string;
  readonly timeoutMs: number;
}

/** A login into PostgreSQL over verified TLS, with at most one query. */
export interface LoginProbe extends Omit<TlsProbe, 'kind'> {
  readonly kind: 'database-login';
  readonly user: string;
  readonly database: string;
  readonly password: Secret;
  /**
   * A database name. The field `holds` of the answer is true if the server has this database; if it is the database of
   * the login, true if it contains tables.
   */
  readonly looksFor?: string;
  /** Set if the server requires a client certificate. */
  readonly client?: KeyPair;
}

export type ReachProbe = TlsProbe | LoginProbe;

export type Probe =
  | ReachProbe
  | { readonly kind: 'request'; readonly request: HttpProbe }
  | { readonly kind: 'command'; readonly command: Command }
  /**
   * Facts that a survey reads. `names`: names to resolve on the host; `disks`: paths whose free space is measured on
   * the host; `packages`: packages whose versions are read.
   */
  | {
      readonly kind: 'facts';
      readonly names: readonly string[];
      readonly disks: readonly AbsolutePath[];
      readonly packages?: readonly string[];
    };

interface Sent {
  /** Set if a program of the host sent the query, because the host's sshd does not allow forwarding. */
  readonly onHost?: true;
}

export type Answer =
  | (Sent & {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      /** Only for https: expiry time of the served certificate. */
      readonly certificateUntil?: number;
    })
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'facts'; readonly facts: Facts }
  /** TLS was verified and, for a login probe, the login succeeded. */
  | (Sent & { readonly kind: 'reached'; readonly certificateUntil?: EpochMs; readonly holds?: boolean })
  /** The database denied the login: its SQLSTATE and its message. */
  | { readonly kind: 'login-denied'; readonly code: string; readonly message: string }
  | NoAnswer;

/**
 * A query without an answer. The code that reads the socket sets `cause`. `text` is only printed; no code compares it.
 */
export interface NoAnswer extends Sent {
  readonly kind: 'no-answer';
  readonly cause: NoAnswerCause;
  readonly text: Rendered;
}

/** Why no answer came, as the socket or the host's sshd reported it. */
export type NoAnswerCause =
  /** No process listens on the port, or a firewall rejects the connection. */
  | 'refused'
  | 'timeout'
  | 'no-route'
  | 'unknown-name'
  /** The host's sshd does not allow forwarding (AllowTcpForwarding, PermitOpen). */
  | 'forwarding-denied'
  /** The SSH connection to the host that sends the query was lost. */
  | 'connection-lost'
  /** The peer closed the connection without an answer. */
  | 'closed'
  /** The peer does not speak TLS, or speaks none of the versions that Quorate accepts. */
  | 'tls'
  | 'certificate-untrusted'
  | 'certificate-name'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  /** The peer requires a client certificate, or rejected the one that Quorate presented. */
  | 'client-certificate'
  | 'other';

/** Why an answer is unusable. */
type UnusableAnswerCause =
  | 'auth'
  /** An HTTP status or an exit code that is not an answer to the query. */
  | 'unexpected-status'
  | 'not-json'
  /** The program of the query does not exist on the host. */
  | 'no-program'
  | 'not-queried';

/** Why a query failed. */
export type QueryCause = NoAnswerCause | UnusableAnswerCause;

/** Why a step or a gate failed, as a log or the output of a command shows it and no query can. */
type ReportedCause =
  | 'port-taken'
  | 'erlang-cookie'
  | 'disk-full'
  | 'out-of-memory'
  | 'clock'
  | 'sudo'
  | 'package'
  | 'quorum'
  | 'host-key'
  | 'algorithms'
  | 'login-shell'
  | 'settings'
  | 'unknown';

/** The probable cause of a failed step or gate. */
export type FailureCause =
  QueryCause | ReportedCause | Extract<FailureClass, 'membership' | 'host' | 'not-installed' | 'settling'>;

/**
 * Class of a failure, which a gate derives from the failed queries. It is printed as the cause and selects the next
 * step.
 */
export type FailureClass =
  | 'unreachable'
  | 'not-installed'
  | 'certificate'
  | 'credentials'
  | 'membership'
  | 'health'
  | 'host'
  | 'settling';

/** Input of the function that judges a gate, besides the answers: expected members, versions, addresses. Plain data. */
export type GateArgs = Readonly<Record<string, unknown>>;

/** Probes by short name, so that the function that judges the answers can distinguish them. */
export type Probes = Readonly<Record<string, Probe>>;
export type Answers = Readonly<Record<HostName, MemberAnswers>>;

/** The answers of one host, by the names of its probes. */
export type MemberAnswers = Readonly<Record<string, Answer>>;

export interface Timing {
  readonly timeoutMs: number;
  readonly intervalMs: number;
  /** Number of consecutive good answers that the gate needs. */
  readonly consecutive: number;
}

interface Seen {
  readonly host: HostName;
  readonly ok: boolean;
  /** The answer of this host in one line: `3 of 3 members healthy`. */
  readonly line: Rendered;
  /** The next step for this host. Absent if `ok` is true. */
  readonly hint?: Next;
  /** Why a query of this host failed, or what its answers prove. */
  readonly cause?: FailureCause;
}

export interface Verdict {
  readonly state: 'ready' | 'waiting' | 'failed';
  readonly seen: readonly Seen[];
  /** Absent if the gate is ready. */
  readonly class?: FailureClass;
  readonly hint?: Next;
}

/** A gate in a plan: its queries, its time limits, and the service that counts as bootstrapped after it has passed. */
export interface GateCheck {
  readonly gate: GateName;
  readonly args: GateArgs;
  readonly queries: readonly { readonly host: HostName; readonly probes: Probes }[];
  readonly timing: Timing;
  readonly bootstraps?: { readonly service: Service; readonly members: readonly HostName[] };
  /** By host, the logs that may explain a failure. The first one that exists is read. */
  readonly logs?: Readonly<Record<HostName, readonly LogSource[]>>;
}

/** A log of a host: a file, or the journal of a unit of systemd. */
export type LogSource = AbsolutePath | { readonly unit: string };
