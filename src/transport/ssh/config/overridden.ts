import { OFFERED, SIGNATURE_KEYWORDS, weakAlgorithms } from './algorithms.ts';
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
  GSSAPIKeyExchange: { why: VERIFIED, harmless: OFF },
  GSSAPITrustDns: { why: 'Quorate does not trust names that DNS returns', harmless: OFF },
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
  ForkAfterAuthentication: { why: 'ssh must end with Quorate', harmless: OFF },
  ControlMaster: { why: 'Quorate shares no connection with other programs', harmless: OFF },
  ControlPath: { why: 'Quorate shares no connection with other programs', harmless: OFF },
  ControlPersist: { why: 'Quorate shares no connection with other programs', harmless: OFF },
  Compression: { why: 'a host could send data that grows without end when decompressed', harmless: OFF },
};

/** All keywords whose values are lists of algorithms. */
export const ALGORITHM_KEYWORDS = [
  ...(Object.keys(OFFERED) as readonly AlgorithmKeyword[]),
  ...SIGNATURE_KEYWORDS,
];

/** Returns the settings of ssh_config that Quorate overrides. */
export function overridden(configured: Configured): readonly Note[] {
  const settings = Object.entries(OVERRIDES).flatMap(([keyword, { why, harmless }]) => {
    const value = configuredText(configured, keyword);
    return value === undefined || harmless?.test(value) ? [] : [noteOf(configured, keyword, why)];
  });
  return [...settings, ...weakSettings(configured), ...noKnownHosts(configured)];
}

/** Describes the first value of a keyword. */
export function noteOf({ values }: Configured, keyword: string, why: string): Note {
  const [first] = values.get(keyword) ?? [];
  const at = first?.at === undefined ? {} : { at: first.at };
  return { keyword, value: first?.words.join(' ') ?? '', why, ...at };
}

function weakSettings(configured: Configured): readonly Note[] {
  return ALGORITHM_KEYWORDS.flatMap((keyword) => {
    const weak = weakAlgorithms(keyword, configuredText(configured, keyword) ?? '');
    const why = `Quorate does not use weak algorithms: ${weak.join(', ')}`;
    return weak.length === 0 ? [] : [noteOf(configured, keyword, why)];
  });
}

/** True for a file in place of known_hosts with which every host key is unknown. */
export function isNoFile(path: string): boolean {
  return path === 'none' || path === '/dev/null';
}

/** True if a list of known_hosts files has such a file. */
export function namesNoFile({ values }: Configured, keyword: string): boolean {
  return (values.get(keyword)?.[0]?.words ?? []).some(isNoFile);
}

function noKnownHosts(configured: Configured): readonly Note[] {
  return ['UserKnownHostsFile', 'GlobalKnownHostsFile'].flatMap((keyword) =>
    namesNoFile(configured, keyword) ? [noteOf(configured, keyword, VERIFIED)] : [],
  );
}
