import { selectAlgorithms } from './algorithms.ts';
import type { AlgorithmKeyword } from './algorithms.ts';
import { configuredText } from './configured.ts';
import type { Configured } from './configured.ts';

/** A setting of ssh_config that has no effect, and why. */
export interface Note {
  readonly keyword: string;
  readonly value: string;
  readonly why: string;
  /** `file:line`. */
  readonly at?: string;
}

interface Override {
  readonly why: string;
  /** Values with no effect on security, for which nothing is printed. */
  readonly harmless?: RegExp;
}

const OFF = /^(no|false|none|off|0)$/i;
const VERIFIED = 'Quorate always verifies host keys against known_hosts';
const NO_FORWARDING = 'Quorate opens no forwardings of ssh_config';

/** Settings that could weaken security, or change what a connection does. */
const OVERRIDES: Readonly<Record<string, Override>> = {
  StrictHostKeyChecking: { why: VERIFIED, harmless: /^(yes|true|ask)$/i },
  NoHostAuthenticationForLocalhost: { why: VERIFIED, harmless: OFF },
  VerifyHostKeyDNS: { why: VERIFIED, harmless: OFF },
  UpdateHostKeys: { why: 'Quorate adds no host keys that a host announces', harmless: OFF },
  ForwardAgent: { why: 'Quorate never forwards the agent', harmless: OFF },
  GSSAPIDelegateCredentials: { why: 'Quorate delegates no credentials', harmless: OFF },
  AddKeysToAgent: { why: 'Quorate adds no keys to the agent', harmless: OFF },
  ForwardX11: { why: NO_FORWARDING, harmless: OFF },
  LocalForward: { why: NO_FORWARDING },
  RemoteForward: { why: NO_FORWARDING },
  DynamicForward: { why: NO_FORWARDING },
  Tunnel: { why: NO_FORWARDING, harmless: OFF },
  LocalCommand: { why: 'Quorate runs no local command' },
  RemoteCommand: { why: 'Quorate runs its own command on the host' },
  RequestTTY: { why: 'Quorate requests no terminal', harmless: /^(no|false|auto)$/i },
  SessionType: { why: 'Quorate runs its own command on the host', harmless: /^default$/i },
  ControlMaster: { why: 'Quorate shares no connection with other programs', harmless: OFF },
  ControlPath: { why: 'Quorate shares no connection with other programs', harmless: OFF },
  ControlPersist: { why: 'Quorate shares no connection with other programs', harmless: OFF },
  Compression: { why: 'a host could send data that grows without end when decompressed', harmless: OFF },
};

const ALGORITHMS: readonly AlgorithmKeyword[] = ['HostKeyAlgorithms', 'KexAlgorithms', 'Ciphers', 'MACs'];

/** Returns the settings of ssh_config that Quorate overrides. */
export function overridden(configured: Configured): readonly Note[] {
  const settings = Object.entries(OVERRIDES).flatMap(([keyword, { why, harmless }]) => {
    const value = configuredText(configured, keyword);
    return value === undefined || harmless?.test(value) ? [] : [noteOf(configured, keyword, why)];
  });
  return [...settings, ...weakAlgorithms(configured), ...noKnownHosts(configured)];
}

/** Describes the first value of a keyword. */
export function noteOf({ values }: Configured, keyword: string, why: string): Note {
  const [first] = values.get(keyword) ?? [];
  const at = first?.at === undefined ? {} : { at: first.at };
  return { keyword, value: first?.words.join(' ') ?? '', why, ...at };
}

function weakAlgorithms(configured: Configured): readonly Note[] {
  return ALGORITHMS.flatMap((keyword) => {
    const { weak } = selectAlgorithms(keyword, configuredText(configured, keyword) ?? '+');
    const why = `Quorate does not use weak algorithms: ${weak.join(', ')}`;
    return weak.length === 0 ? [] : [noteOf(configured, keyword, why)];
  });
}

/** True for a file in place of known_hosts with which every host key is unknown. */
export function isNoFile(path: string): boolean {
  return path === 'none' || path === '/dev/null';
}

function noKnownHosts(configured: Configured): readonly Note[] {
  return ['UserKnownHostsFile', 'GlobalKnownHostsFile'].flatMap((keyword) => {
    const files = configured.values.get(keyword)?.[0]?.words ?? [];
    return files.some(isNoFile) ? [noteOf(configured, keyword, VERIFIED)] : [];
  });
}
