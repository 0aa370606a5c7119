import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { remembered } from '../../../model/work/remembered.ts';

/** A parsed line of a known_hosts file. */
interface KnownKey {
  readonly marker?: 'cert-authority' | 'revoked';
  readonly names: string;
  readonly type: string;
  readonly key: Buffer;
  /** `file:line`, for messages. */
  readonly at: string;
}

export interface KnownHosts {
  readonly keys: readonly KnownKey[];
  /** `file:line` of lines that cannot be parsed and are ignored. */
  readonly unreadable: readonly string[];
}

/** Result of looking up a presented host key in known_hosts. */
export type Vouch =
  | { readonly kind: 'known' }
  | { readonly kind: 'revoked'; readonly at: string }
  | { readonly kind: 'changed'; readonly known: readonly KnownKey[] }
  | { readonly kind: 'unknown'; readonly authority?: string };

/** Parses a known_hosts file, as described in sshd(8): plain, hashed and negated names, markers, `[host]:port`. */
export function parseKnownHosts(text: string, file: string): KnownHosts {
  const lines = text.split('\n').map((line, i) => ({ line: line.trim(), at: `${file}:${i + 1}` }));
  const wanted = lines.filter(({ line }) => line !== '' && !line.startsWith('#'));
  const parsed = wanted.map(({ line, at }) => ({ at, key: parseLine(line, at) }));
  return {
    keys: parsed.flatMap(({ key }) => key ?? []),
    unreadable: parsed.filter(({ key }) => !key).map(({ at }) => at),
  };
}

/** The name of a host in known_hosts: the address on port 22, otherwise `[address]:port`. */
export function knownName(address: string, port: number): string {
  return port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;
}

/** The types of the keys that known_hosts lists for this name, in the order of the file. */
export function knownTypes(known: KnownHosts, name: string): readonly string[] {
  const plain = keysOf(known, name).filter((entry) => !entry.marker);
  return [...new Set(plain.map(({ type }) => type))];
}

/** Returns the line that trusts a certificate authority for a host with these names. */
export function authorityFor(known: KnownHosts, names: readonly string[]): string | undefined {
  const ofHost = names.flatMap((name) => keysOf(known, name));
  return ofHost.find((entry) => entry.marker === 'cert-authority')?.at;
}

/**
 * Looks up a presented key among the known keys of a host. If keys of the host are known, a key of another type counts
 * as changed too; otherwise an attacker could present a key of a type that is not known.
 */
export function vouchFor(known: KnownHosts, name: string, key: Buffer): Vouch {
  const about = keysOf(known, name);
  const revoked = about.find((entry) => entry.marker === 'revoked' && same(entry.key, key));
  if (revoked) return { kind: 'revoked', at: revoked.at };
  const plain = about.filter((entry) => !entry.marker);
  if (plain.some((entry) => same(entry.key, key))) return { kind: 'known' };
  if (plain.length > 0) return { kind: 'changed', known: plain };
  const authority = about.find((entry) => entry.marker === 'cert-authority');
  return authority ? { kind: 'unknown', authority: authority.at } : { kind: 'unknown' };
}

/** The fingerprint as ssh prints it: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type in the first field of a public key, such as `ssh-ed25519`. */
export function typeOf(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.subarray(4, 4 + length).toString('latin1');
}

function parseLine(line: string, at: string): KnownKey | undefined {
  const words = line.split(/\s+/);
  const marker = words[0]?.startsWith('@') ? words.shift()?.slice(1) : undefined;
  if (marker !== undefined && marker !== 'cert-authority' && marker !== 'revoked') return undefined;
  const [names, type, base64] = words;
  if (!names || !type || !base64) return undefined;
  const key = Buffer.from(base64, 'base64');
  if (typeOf(key) !== type) return undefined;
  return { ...(marker ? { marker } : {}), names, type, key, at };
}

/** Positions of the keys: those with plain names by name, and those with patterns or hashed names. */
interface Index {
  readonly plain: ReadonlyMap<string, readonly number[]>;
  readonly others: readonly number[];
}

/** The keys that known_hosts lists for a name, in the order of the file. */
function keysOf(known: KnownHosts, name: string): readonly KnownKey[] {
  const { plain, others } = indexOf(known);
  const named = others.filter((at) => namesHost(known.keys[at]?.names ?? '', name));
  const found = [...(plain.get(name) ?? []), ...named].sort((a, b) => a - b);
  return found.flatMap((at) => known.keys[at] ?? []);
}

/** Made once for each file, because every host of a large cluster looks for its own keys. */
const indexOf = remembered(({ keys }: KnownHosts): Index => {
  const plain = new Map<string, readonly number[]>();
  const others: number[] = [];
  for (const [at, { names }] of keys.entries())
    if (/[|*?!]/.test(names)) others.push(at);
    else
      for (const name of new Set(names.toLowerCase().split(',')))
        plain.set(name, [...(plain.get(name) ?? []), at]);
  return { plain, others };
});

function namesHost(names: string, host: string): boolean {
  if (names.startsWith('|')) return hashedName(names, host);
  const patterns = names.toLowerCase().split(',');
  const denied = patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), host));
  return !denied && patterns.some((pattern) => matches(pattern, host));
}

function hashedName(names: string, host: string): boolean {
  const [, version, salt, hash] = names.split('|');
  if (version !== '1' || !salt || !hash) return false;
  const mine = createHmac('sha1', Buffer.from(salt, 'base64')).update(host).digest();
  return same(mine, Buffer.from(hash, 'base64'));
}

function matches(pattern: string, host: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === host;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(host);
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
