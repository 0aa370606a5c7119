import type { HostName } from '../names.ts';

/** Name of the process of a temporary listener, as a survey shows it. */
export const LISTENER = 'quorate-check';

/** TCP ports on which a host listens temporarily, so that other hosts can test their firewalls. */
export interface ListenRequest {
  readonly address: string;
  readonly ports: readonly number[];
  /** Sent to every client, so that a client recognizes this listener. */
  readonly nonce: string;
  /** The listener ends by itself after this time. */
  readonly limitMs: number;
  /** Ends other temporary listeners of the host first, which a killed run may have left. */
  readonly replace?: true;
}

/** `in-use`: another program holds the port. `failed`: the address cannot be bound, or no program can listen. */
export type ListenState = 'listening' | 'in-use' | 'failed';

export interface Listening {
  readonly ports: Readonly<Record<number, ListenState>>;
  /** Ends the listener. Does nothing if it has ended. */
  readonly stop: () => Promise<void>;
}

/** TCP connections that a host opens at the same time, each within the limit. */
export interface DialRequest {
  readonly targets: readonly DialTarget[];
  readonly nonce: string;
  readonly limitMs: number;
}

interface DialTarget {
  /** An IP address. */
  readonly address: string;
  readonly port: number;
}

/**
 * Result of a TCP connection. `nonce`: the temporary listener answered completely. `stalled`: it answered, but large
 * packets did not arrive. `connected`: another program accepted. `failed`: another error, or no program to connect with.
 */
export type DialState = 'nonce' | 'stalled' | 'connected' | 'refused' | 'timeout' | 'no-route' | 'failed';

/** A host that needs a TCP port of another host. */
export interface Flow {
  readonly from: HostName;
  readonly to: HostName;
  readonly address: string;
  readonly port: number;
  /** The service on that port: `etcd peers`. */
  readonly what: string;
  /** True if the cluster runs without it, such as ports of command-line tools. */
  readonly optional?: true;
}
