import type { Problem } from '../../../../errors/errors.ts';
import { ConnectError } from '../../../../errors/errors.ts';
import type { Host } from '../../../../model/cluster.ts';
import { recordable } from '../../../../model/host/host-trust.ts';
import type { HostKey, HostKeyState, HostTrust } from '../../../../model/host/host-trust.ts';
import type { EffectiveHost } from '../../config/effective.ts';
import { inOrder, manual, RUN_AGAIN, shellOn } from '../../../../model/next-step.ts';
import { HandshakeFailed } from '../handshake/handshake-failed.ts';
import { hostKeys, refusal } from '../host-keys.ts';
import type { HostKeys } from '../host-keys.ts';
import { fingerprint, typeOf } from '../known-hosts.ts';
import type { Vouch } from '../known-hosts.ts';
import { connector } from '../connect.ts';
import type { SshOptions } from '../options.ts';
import { keyFetcher } from './fetcher.ts';
import type { KeyFetcher } from './fetcher.ts';
import { bastionsOf, identityOf } from './hops.ts';
import type { Stop } from './hops.ts';

interface KeysOfHost {
  readonly trust: HostTrust;
  /** Why the keys cannot be fetched, or must not be recorded. */
  readonly problem?: Problem;
}

/** Fetches host keys, compares them with known_hosts, and records them. */
interface KeyTrust {
  /** The keys of the bastions on the way to the hosts, in the order in which they are reached, then those of the hosts. */
  read(hosts: readonly Host[], onRead?: (host: Host) => void): Promise<readonly KeysOfHost[]>;
  /** Adds keys that `read` returned for a host or a bastion to its known_hosts file. */
  record(name: string, fingerprints: readonly string[]): Promise<void>;
  /** Ends the connections with the bastions. */
  close(): void;
}

/** The keys that a host or a bastion offers. */
interface Fetched {
  readonly host: EffectiveHost;
  readonly keys: readonly Buffer[];
  readonly trust: HostTrust;
}

export function keyTrust(options: SshOptions): KeyTrust {
  const known = hostKeys({ ...options, acceptNewHostKeys: false });
  const fetched = new Map<string, Fetched>();
  const careful = { ...options, ...guarded(options, fetched) };
  const { route, open, close } = connector(
    careful,
    // A bastion whose new key is shown to the operator is used to fetch the keys of the hosts behind it.
    {
      ...known,
      verify: async (host, key) => (isShown(fetched, host, key) ? undefined : known.verify(host, key)),
    },
  );
  const fetcher = keyFetcher(careful, open);
  const fetchKeys = (stop: Stop) => fetchAndCompare(stop, { fetcher, known, fetched });
  const readStop = async (stop: Stop): Promise<KeysOfHost> => {
    const isBlocked = stop.bastions.some((one) => fetched.get(identityOf(one))?.trust.isRefused !== false);
    // The problem of the bastion is reported.
    return isBlocked ? refused(stop.host, undefined) : orRefused(stop.host, fetchKeys(stop));
  };
  return {
    read: async (hosts, onRead) => {
      const ways = await Promise.all(hosts.map(async (host) => orRefused(host, route(host))));
      const stops = ways.flatMap((way) => ('bastions' in way ? [way] : []));
      const read: KeysOfHost[] = [];
      for (const hop of bastionsOf(stops)) read.push(...(await Promise.all(hop.map(readStop))));
      const own = ways.map(async (way) => ('bastions' in way ? readStop(way) : way));
      own.forEach((one, at) => void reportRead(one, hosts[at], onRead));
      return [...read, ...(await Promise.all(own))];
    },
    record: async (name, fingerprints) => {
      for (const { host, keys } of [...fetched.values()].filter((one) => one.host.name === name))
        for (const key of keys.filter((one) => fingerprints.includes(fingerprint(one))))
          if ((await known.lookUp(host, key)).kind !== 'known') await known.accept(host, key);
    },
    close: () => {
      close();
      fetcher.close();
    },
  };
}

interface Fetching {
  readonly fetcher: KeyFetcher;
  readonly known: HostKeys;
  readonly fetched: Map<string, Fetched>;
}

async function fetchAndCompare(stop: Stop, { fetcher, known, fetched }: Fetching): Promise<KeysOfHost> {
  const { host } = stop;
  const keys = await fetcher.fetch(stop);
  const vouches = keys.map(async (key) => ({ key, vouch: await known.lookUp(host, key) }));
  const compared = compare(host, await Promise.all(vouches));
  fetched.set(identityOf(host), { host, keys, trust: compared.trust });
  await fetcher.show(
    stop,
    keys.filter((key) => isShown(fetched, host, key)),
  );
  return compared;
}

async function reportRead(
  reading: Promise<unknown>,
  host: Host | undefined,
  onRead: ((host: Host) => void) | undefined,
): Promise<void> {
  await reading.catch(() => undefined);
  if (host) onRead?.(host);
}

/** The result for a host whose keys cannot be fetched, or whose way is unknown. */
async function orRefused<T>(host: Host, work: Promise<T>): Promise<T | KeysOfHost> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof HandshakeFailed) return refused(host, { address: host.address, ...error.problem });
    if (!(error instanceof ConnectError)) throw error;
    return refused(host, error.problems[0]);
  }
}

function refused(host: Host, problem: Problem | undefined): KeysOfHost {
  return { trust: { ...about(host), keys: [], isRefused: true }, ...(problem && { problem }) };
}

function about({ name, address, ssh }: Host): Omit<HostTrust, 'keys' | 'isRefused'> {
  const { port, knownHosts, hostKeys: expected = [] } = ssh;
  return { host: name, address, port, knownHosts, expected };
}

/** True if the key of this host is new, and will be shown to the operator. */
function isShown(fetched: ReadonlyMap<string, Fetched>, host: EffectiveHost, key: Buffer): boolean {
  const trust = fetched.get(identityOf(host))?.trust;
  return trust !== undefined && recordable(trust).some((one) => one.fingerprint === fingerprint(key));
}

/** Answers no prompt of a bastion whose key the operator has not confirmed yet. */
function guarded(
  { askPrompt }: SshOptions,
  fetched: ReadonlyMap<string, Fetched>,
): Pick<SshOptions, 'askPrompt'> {
  if (!askPrompt) return {};
  return {
    askPrompt: async (prompt) => {
      const isNew = [...fetched.values()].some(
        ({ trust }) => trust.host === prompt.host && recordable(trust).length > 0,
      );
      if (!isNew) return askPrompt(prompt);
      throw new ConnectError([
        {
          where: prompt.host,
          what: `prompts for "${prompt.text}" before its key is recorded`,
          why: 'no prompt is answered before the operator has confirmed the key',
          next: inOrder(manual('record the key of the bastion'), RUN_AGAIN),
        },
      ]);
    },
  };
}

interface Vouched {
  readonly key: Buffer;
  readonly vouch: Vouch;
}

function compare(host: EffectiveHost, vouched: readonly Vouched[]): KeysOfHost {
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
