import type { HostName } from '../names.ts';

/**
 * `known`: listed in known_hosts. `new`: no key of the host is listed. `other`: another key of the host is listed and is
 * offered. `changed`: another key of the host is listed, and the host does not offer it.
 */
export type HostKeyState = 'known' | 'new' | 'other' | 'changed' | 'revoked';

/** A key that a host offers. */
export interface HostKey {
  readonly type: string;
  readonly fingerprint: string;
  readonly state: HostKeyState;
}

/** The keys of a host, compared with known_hosts. */
export interface HostTrust {
  readonly host: HostName;
  readonly address: string;
  readonly port: number;
  readonly knownHosts: string;
  readonly keys: readonly HostKey[];
  /** Fingerprints in the inventory. */
  readonly expected: readonly string[];
  /** True if the keys cannot be fetched, or must not be recorded. */
  readonly isRefused: boolean;
}

/** The keys of a host that may be recorded: all new ones, or those that match the inventory if it lists fingerprints. */
export function recordable({ keys, expected, isRefused }: HostTrust): readonly HostKey[] {
  if (isRefused) return [];
  return keys.filter(
    ({ state, fingerprint }) => state === 'new' && (expected.length === 0 || expected.includes(fingerprint)),
  );
}

/** True if the operator must confirm the keys, because the inventory lists no fingerprints. */
export function needsConfirmation(trust: HostTrust): boolean {
  return trust.expected.length === 0 && recordable(trust).length > 0;
}
