import type { Command } from '../host/command.ts';
import type { KeyPair } from '../material.ts';
import type { AbsolutePath, GateName, HostName, Service } from '../names.ts';
import type { Secret } from '../secret.ts';
import type { Facts } from '../host/facts.ts';

/** An HTTP(S) request made as the host sees the network; TLS is verified on the laptop. */
export interface HttpProbe {
  readonly method: 'GET' | 'POST';
  /** `https://198.51.100.11:8008/cluster` or, for a local statistics page, `http://127.0.0.1:…` */
  readonly url: string;
  /** PEM; required for https. */
  readonly ca?: string;
  readonly auth?: { readonly user: string; readonly password: Secret };
  readonly body?: string;
  readonly timeoutMs: number;
}

/** A TLS handshake as the host sees the network, verified on the laptop, and nothing after it. */
export interface TlsProbe {
  readonly kind: 'tls';
  /** An IP address or a name, which the certificate must cover. */
  readonly address: string;
  readonly port: number;
  /** PEM */
  readonly ca: string;
  readonly timeoutMs: number;
}

/** A login into PostgreSQL over verified TLS; at most one thing is asked there. */
export interface LoginProbe extends Omit<TlsProbe, 'kind'> {
  readonly kind: 'database-login';
  readonly user: string;
  readonly database: string;
  readonly password: Secret;
  /** A database whose being there is told (`holds`); of the one that is logged in to, whether it has tables. */
  readonly looksFor?: string;
  /** Where the server demands a certificate of its clients. */
  readonly client?: KeyPair;
}

export type ReachProbe = TlsProbe | LoginProbe;

export type Probe =
  | ReachProbe
  | { readonly kind: 'request'; readonly request: HttpProbe }
  | { readonly kind: 'command'; readonly command: Command }
  /** What the survey knows; `names` to look up and `disks` to measure there. */
  | { readonly kind: 'facts'; readonly names: readonly string[]; readonly disks: readonly AbsolutePath[] };

export type Answer =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      /** https: when the certificate that was served expires, ms since the epoch. */
      readonly certificateUntil?: number;
    }
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'facts'; readonly facts: Facts }
  /** The other end is the one that was meant, and let us in where that was asked; when its certificate expires. */
  | { readonly kind: 'reached'; readonly certificateUntil?: number; readonly holds?: boolean }
  /** The database answered, and let nobody in: its SQLSTATE and its own words. */
  | { readonly kind: 'turned-away'; readonly code: string; readonly message: string }
  /** Nobody answered; `why` in words: `refused`, `timed out`, the TLS error, `connection lost`. */
  | { readonly kind: 'silent'; readonly why: string };

/** What a gate's judge is told besides the answers: expected members, versions, addresses. Plain data. */
export type GateArgs = Readonly<Record<string, unknown>>;

/** Probes by a short name each, so that a judge can tell them apart. */
export type Probes = Readonly<Record<string, Probe>>;
export type Answers = Readonly<Record<HostName, Readonly<Record<string, Answer>>>>;

export interface Timing {
  readonly timeoutMs: number;
  readonly intervalMs: number;
  /** Good answers in a row that are wanted. */
  readonly consecutive: number;
}

/** Of a failure, the class that decides what to try next. */
export type Cause =
  | 'unreachable'
  | 'not-installed'
  | 'certificate'
  | 'credentials'
  | 'membership'
  | 'health'
  | 'host'
  | 'settling';

export interface Seen {
  readonly host: HostName;
  readonly ok: boolean;
  /** One line, what this host answered: `3 of 3 members healthy`. */
  readonly line: string;
  /** Unless ok: the command to try next for this host. */
  readonly hint?: string;
}

export interface Verdict {
  readonly state: 'ready' | 'waiting' | 'hopeless';
  readonly seen: readonly Seen[];
  /** Unless ready: why probably, and the command to try next. */
  readonly cause?: Cause;
  readonly hint?: string;
}

/** One gate in a plan: whom it asks what, how long, and which service counts as founded once it has passed. */
export interface GateCheck {
  readonly gate: GateName;
  readonly args: GateArgs;
  readonly asks: readonly { readonly host: HostName; readonly probes: Probes }[];
  readonly timing: Timing;
  readonly founds?: { readonly service: Service; readonly members: readonly HostName[] };
  /** On each host the logs that may explain a failure: the first that is there tells. */
  readonly logs?: Readonly<Record<HostName, readonly AbsolutePath[]>>;
}
