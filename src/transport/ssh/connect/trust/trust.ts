import type { Problem } from '../../../../errors/errors.ts';
import { ConnectError } from '../../../../errors/errors.ts';
import type { Host } from '../../../../model/cluster.ts';
import type { HostKey, HostKeyState, HostTrust } from '../../../../model/host/host-trust.ts';
import type { HostName } from '../../../../model/names.ts';
import type { EffectiveHost } from '../../config/effective.ts';
import { inOrder, shellOn } from '../../../../model/next-step.ts';
import { HandshakeFailed } from '../handshake/handshake-failed.ts';
import { hostKeys, refusal } from '../host-keys.ts';
import { fingerprint, typeOf } from '../known-hosts.ts';
import type { Vouch } from '../known-hosts.ts';
import { connector } from '../connect.ts';
import type { SshOptions } from '../options.ts';
import { fetchHostKeys } from './fetch-host-keys.ts';

interface KeysOfHost {
  readonly trust: HostTrust;
  /** Why the keys cannot be fetched, or must not be recorded. */
  readonly problem?: Problem;
}

/** Fetches host keys, compares them with known_hosts, and records them. */
interface KeyTrust {
  read(host: Host): Promise<KeysOfHost>;
  /** Adds keys that `read` returned to the host's known_hosts file. */
  record(host: Host, fingerprints: readonly string[]): Promise<void>;
  /** Ends the connections with the bastions. */
  close(): void;
}

export function keyTrust(options: SshOptions): KeyTrust {
  const { route, open, close } = connector(options);
  const known = hostKeys({ ...options, acceptNewHostKeys: false });
  const fetched = new Map<HostName, { readonly host: EffectiveHost; readonly keys: readonly Buffer[] }>();
  return {
    read: async (member) => {
      try {
        const way = await route(member);
        const { host } = way;
        const keys = await fetchHostKeys(host, () => open(way));
        fetched.set(host.name, { host, keys });
        const vouches = keys.map(async (key) => ({ key, vouch: await known.lookUp(host, key) }));
        return compared(host, await Promise.all(vouches));
      } catch (error) {
        if (error instanceof HandshakeFailed) return refused(member, error.problem);
        if (!(error instanceof ConnectError)) throw error;
        return refused(member, error.problems[0]);
      }
    },
    record: async ({ name }, fingerprints) => {
      const offered = fetched.get(name);
      for (const key of offered?.keys ?? [])
        if (offered && fingerprints.includes(fingerprint(key))) await known.accept(offered.host, key);
    },
    close,
  };
}

/** The result for a host whose keys cannot be fetched. */
function refused(host: Host, problem: Problem | undefined): KeysOfHost {
  return { trust: { ...about(host), keys: [], isRefused: true }, ...(problem && { problem }) };
}

function about({ name, address, ssh }: Host): Omit<HostTrust, 'keys' | 'isRefused'> {
  const { port, knownHosts, hostKeys: expected = [] } = ssh;
  return { host: name, address, port, knownHosts, expected };
}

interface Vouched {
  readonly key: Buffer;
  readonly vouch: Vouch;
}

function compared(host: EffectiveHost, vouched: readonly Vouched[]): KeysOfHost {
  const isTrusted = vouched.some(({ vouch }) => vouch.kind === 'known');
  const keys = vouched.map(({ key, vouch }): HostKey => ({
    type: typeOf(key),
    fingerprint: fingerprint(key),
    state: stateOf(vouch, isTrusted),
  }));
  const problem = problemOf(host, { vouched, keys, isTrusted });
  const trust = { ...about(host), keys, isRefused: problem !== undefined };
  return { trust, ...(problem && { problem }) };
}

function stateOf({ kind }: Vouch, isTrusted: boolean): HostKeyState {
  if (kind === 'changed' && isTrusted) return 'other';
  return kind === 'unknown' ? 'new' : kind;
}

interface Compared {
  readonly vouched: readonly Vouched[];
  readonly keys: readonly HostKey[];
  readonly isTrusted: boolean;
}

/** Refuses a revoked key, a changed key, and keys of which none matches the inventory. */
function problemOf(host: EffectiveHost, { vouched, keys, isTrusted }: Compared): Problem | undefined {
  const revoked = vouched.find(({ vouch }) => vouch.kind === 'revoked');
  const changed = isTrusted ? undefined : vouched.find(({ vouch }) => vouch.kind === 'changed');
  const bad = revoked ?? changed;
  if (bad && bad.vouch.kind !== 'known')
    return refusal({ host, key: bad.key, vouch: bad.vouch, unreadable: [] });
  const { hostKeys: expected = [] } = host.ssh;
  if (expected.length === 0 || keys.some((key) => expected.includes(key.fingerprint))) return undefined;
  return {
    where: host.name,
    what: 'no key of the host matches a fingerprint in the inventory',
    why: 'the host was reinstalled, another host has its address, or an attacker intercepts the connection',
    next: inOrder(
      'compare the keys on the console of the host',
      shellOn(host.name, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'),
      'correct `host_keys`',
    ),
    lines: keys.map(({ type, fingerprint: shown }) => `offered: ${shown} (${type})`),
  };
}
