import { matchesPattern } from './match.ts';

/** The kinds of algorithms that ssh_config can restrict, by keyword. */
export type AlgorithmKeyword = 'HostKeyAlgorithms' | 'KexAlgorithms' | 'Ciphers' | 'MACs';

/** The algorithms that Quorate offers, by preference. ssh_config can reorder and omit them, and cannot add weaker ones. */
export const OFFERED: Readonly<Record<AlgorithmKeyword, readonly string[]>> = {
  HostKeyAlgorithms: [
    ...['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
    ...['rsa-sha2-512', 'rsa-sha2-256'],
  ],
  KexAlgorithms: [
    ...['curve25519-sha256@libssh.org', 'curve25519-sha256'],
    ...['ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521'],
    ...['diffie-hellman-group-exchange-sha256', 'diffie-hellman-group14-sha256'],
    ...['diffie-hellman-group15-sha512', 'diffie-hellman-group16-sha512'],
    ...['diffie-hellman-group17-sha512', 'diffie-hellman-group18-sha512'],
  ],
  Ciphers: [
    ...['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr'],
    ...['chacha20-poly1305@openssh.com', 'aes256-ctr'],
  ],
  MACs: [
    ...['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha1-etm@openssh.com'],
    ...['hmac-sha2-256', 'hmac-sha2-512', 'hmac-sha1'],
  ],
};

/** Keywords of the algorithms of signatures, by the names of all versions of OpenSSH. ssh2 ignores them. */
export const SIGNATURE_KEYWORDS = [
  'PubkeyAcceptedAlgorithms',
  'PubkeyAcceptedKeyTypes',
  'HostbasedAcceptedAlgorithms',
  'HostbasedKeyTypes',
  'CASignatureAlgorithms',
] as const;

/** Algorithms that Quorate refuses, because they are broken or too weak. */
const WEAK = /^(ssh-rsa|ssh-dss|ssh-rsa-cert.*|.*-cbc|.*-sha1|hmac-md5.*|arcfour.*|.*-96|3des.*)$/;

interface Selection {
  /** The algorithms to offer, by preference. Empty if Quorate supports none of the list. */
  readonly offered: readonly string[];
  /** Weak algorithms that the list adds and that are not offered. */
  readonly weak: readonly string[];
}

/** Applies a value of ssh_config: a list, or a change of the defaults with `+`, `-` or `^`. */
export function selectAlgorithms(keyword: AlgorithmKeyword, value: string): Selection {
  const defaults = OFFERED[keyword];
  const [, change, list = ''] = /^([+^-]?)(.*)$/s.exec(value) ?? [];
  const named = list.split(',').filter(Boolean);
  const wanted = changed(defaults, named, change);
  return {
    offered: [...new Set(wanted)].filter((name) => defaults.includes(name)),
    weak: weakAlgorithms(keyword, value),
  };
}

/** The weak algorithms that a value of ssh_config adds. */
export function weakAlgorithms(
  keyword: AlgorithmKeyword | (typeof SIGNATURE_KEYWORDS)[number],
  value: string,
): readonly string[] {
  const usual = (OFFERED as Readonly<Record<string, readonly string[]>>)[keyword] ?? [];
  if (value.startsWith('-')) return [];
  const named = value.replace(/^[+^]/, '').split(',');
  return named.filter((name) => WEAK.test(name) && !usual.includes(name));
}

/**
 * Returns a value of ssh_config without its weak algorithms. Without any other algorithm, the value stands for the
 * defaults of ssh. Undefined if the value adds no weak algorithm.
 */
export function strongOnly(keyword: Parameters<typeof weakAlgorithms>[0], value = ''): string | undefined {
  const weak = weakAlgorithms(keyword, value);
  if (weak.length === 0) return undefined;
  const [, change = '', list = ''] = /^([+^]?)(.*)$/s.exec(value) ?? [];
  const strong = list.split(',').filter((name) => !weak.includes(name));
  return strong.length === 0 ? `-${weak.join(',')}` : change + strong.join(',');
}

function changed(
  defaults: readonly string[],
  named: readonly string[],
  change: string | undefined,
): readonly string[] {
  if (change === '+') return defaults;
  if (change === '-')
    return defaults.filter((name) => !named.some((pattern) => matchesPattern(name, pattern)));
  const listed = named.flatMap((pattern) => defaults.filter((name) => matchesPattern(name, pattern)));
  return change === '^' ? [...listed, ...defaults] : listed;
}
