import { selectAlgorithms } from '../algorithms.ts';
import type { AlgorithmKeyword } from '../algorithms.ts';
import { configuredText } from '../configured.ts';
import type { Configured } from '../configured.ts';
import { noteOf } from '../overridden.ts';
import type { Note } from '../overridden.ts';

/** A setting that only the OpenSSH client can honor. */
export interface ClientReason extends Note {
  readonly weight: Weight;
}

/**
 * `required`: without the setting, a connection would fail or be less secure than the file asks for. `wanted`: a login may
 * fail without it. `optional`: other login methods are usual, and systems set it for every host. In
 * a file of the operator, such a setting is wanted.
 */
type Weight = 'required' | 'wanted' | 'optional';

interface Feature {
  readonly why: string;
  readonly weight: Weight;
  /** Values that ask for nothing. */
  readonly off?: RegExp;
}

const OFF = /^(no|false|none|internal)$/i;

const ON = /^(yes|true|unbound|host-bound)$/i;
const FIXED_METHODS = 'ssh2 tries the methods of the inventory in a fixed order';

const FEATURES: Readonly<Record<string, Feature>> = {
  ProxyCommand: { why: 'the connection runs through a command', weight: 'required', off: OFF },
  CertificateFile: { why: 'ssh2 has no user certificates', weight: 'wanted', off: OFF },
  PKCS11Provider: { why: 'ssh2 has no PKCS#11 tokens', weight: 'wanted', off: OFF },
  SecurityKeyProvider: { why: 'ssh2 has no security keys', weight: 'wanted', off: OFF },
  HostbasedAuthentication: { why: 'ssh2 cannot sign with the host key', weight: 'optional', off: OFF },
  GSSAPIAuthentication: { why: 'ssh2 has no GSSAPI', weight: 'optional', off: OFF },
  RevokedHostKeys: { why: 'ssh2 reads no list of revoked keys', weight: 'required', off: OFF },
  KnownHostsCommand: { why: 'a command prints the known host keys', weight: 'wanted', off: OFF },
  BindAddress: { why: 'ssh2 connects from any address', weight: 'wanted', off: OFF },
  BindInterface: { why: 'ssh2 connects from any interface', weight: 'wanted', off: OFF },
  AddressFamily: { why: 'ssh2 connects with IPv4 and IPv6', weight: 'wanted', off: /^any$/i },
  PreferredAuthentications: { why: FIXED_METHODS, weight: 'wanted' },
  PasswordAuthentication: { why: FIXED_METHODS, weight: 'wanted', off: ON },
  KbdInteractiveAuthentication: { why: FIXED_METHODS, weight: 'wanted', off: ON },
  PubkeyAuthentication: { why: FIXED_METHODS, weight: 'wanted', off: ON },
  // The crypto policies of RHEL set it for every host.
  RequiredRSASize: { why: 'ssh2 uses RSA keys of any size', weight: 'optional' },
};

const ALGORITHMS: readonly AlgorithmKeyword[] = ['HostKeyAlgorithms', 'KexAlgorithms', 'Ciphers', 'MACs'];

/**
 * Returns the settings of ssh_config that need the OpenSSH client. @param isRouted true if the inventory sets how the
 * host is reached, so that ProxyCommand has no effect
 */
export function clientReasons(configured: Configured, isRouted = false): readonly ClientReason[] {
  const features = Object.entries(FEATURES).flatMap(([keyword, { why, weight, off }]) => {
    const value = configuredText(configured, keyword);
    const isMoot = isRouted && keyword === 'ProxyCommand';
    if (value === undefined || isMoot || off?.test(value)) return [];
    const note = noteOf(configured, keyword, why);
    return [{ ...note, weight: weight === 'optional' && isOwn(note) ? 'wanted' : weight }];
  });
  return [...features, ...unsupportedAlgorithms(configured), ...unevaluated(configured)];
}

/** True if the line is in a file of the operator, not in one of the system, which applies to every host. */
function isOwn({ at }: Note): boolean {
  return at !== undefined && !/^\/(usr\/)?etc\//.test(at);
}

function unsupportedAlgorithms(configured: Configured): readonly ClientReason[] {
  return ALGORITHMS.flatMap((keyword) => {
    const value = configuredText(configured, keyword);
    if (value === undefined || selectAlgorithms(keyword, value).offered.length > 0) return [];
    return [{ ...noteOf(configured, keyword, 'ssh2 supports none of these algorithms'), weight: 'required' }];
  });
}

function unevaluated({ unevaluated: sections }: Configured): readonly ClientReason[] {
  return sections.map(({ criterion, at }) => ({
    keyword: `Match ${criterion}`,
    value: '',
    why: 'only the OpenSSH client evaluates it; its section has no effect',
    at,
    weight: 'wanted',
  }));
}
