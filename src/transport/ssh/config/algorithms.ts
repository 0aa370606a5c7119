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
    weak: change === '-' ? [] : named.filter((name) => WEAK.test(name) && !defaults.includes(name)),
  };
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
