import { selectAlgorithms } from './algorithms.ts';
import type { AlgorithmKeyword } from './algorithms.ts';
import { configuredText } from './configured.ts';
import type { Configured } from './configured.ts';
import { noteOf } from './overridden.ts';
import type { Note } from './overridden.ts';

/** A setting that only the OpenSSH client can honor. */
export interface ClientReason extends Note {
  /** True if a connection without the setting would fail, or would be less secure than the file asks for. */
  readonly isRequired: boolean;
}

interface Feature {
  readonly why: string;
  readonly isRequired: boolean;
  /** Values that ask for nothing. */
  readonly off?: RegExp;
}

const OFF = /^(no|false|none|internal)$/i;

const FEATURES: Readonly<Record<string, Feature>> = {
  ProxyCommand: { why: 'the connection runs through a command', isRequired: true, off: OFF },
  CertificateFile: { why: 'ssh2 has no user certificates', isRequired: true, off: OFF },
  PKCS11Provider: { why: 'ssh2 has no PKCS#11 tokens', isRequired: true, off: OFF },
  SecurityKeyProvider: { why: 'ssh2 has no security keys', isRequired: true, off: OFF },
  HostbasedAuthentication: { why: 'ssh2 cannot sign with the host key', isRequired: false, off: OFF },
  // Debian sets it for every host.
  GSSAPIAuthentication: { why: 'ssh2 has no GSSAPI', isRequired: false, off: OFF },
  RevokedHostKeys: { why: 'ssh2 reads no list of revoked keys', isRequired: true, off: OFF },
  KnownHostsCommand: { why: 'a command prints the known host keys', isRequired: true, off: OFF },
  BindAddress: { why: 'ssh2 connects from any address', isRequired: true, off: OFF },
  BindInterface: { why: 'ssh2 connects from any interface', isRequired: true, off: OFF },
};

const ALGORITHMS: readonly AlgorithmKeyword[] = ['HostKeyAlgorithms', 'KexAlgorithms', 'Ciphers', 'MACs'];

/**
 * Returns the settings of ssh_config that need the OpenSSH client. @param isRouted true if the inventory sets how the
 * host is reached, so that ProxyCommand has no effect
 */
export function clientReasons(configured: Configured, isRouted = false): readonly ClientReason[] {
  const features = Object.entries(FEATURES).flatMap(([keyword, { why, isRequired, off }]) => {
    const value = configuredText(configured, keyword);
    const isMoot = isRouted && keyword === 'ProxyCommand';
    if (value === undefined || isMoot || off?.test(value)) return [];
    return [{ ...noteOf(configured, keyword, why), isRequired }];
  });
  return [...features, ...unsupportedAlgorithms(configured), ...unevaluated(configured)];
}

function unsupportedAlgorithms(configured: Configured): readonly ClientReason[] {
  return ALGORITHMS.flatMap((keyword) => {
    const value = configuredText(configured, keyword);
    if (value === undefined || selectAlgorithms(keyword, value).offered.length > 0) return [];
    return [{ ...noteOf(configured, keyword, 'ssh2 supports none of these algorithms'), isRequired: true }];
  });
}

function unevaluated({ unevaluated: sections }: Configured): readonly ClientReason[] {
  return sections.map(({ criterion, at }) => ({
    keyword: `Match ${criterion}`,
    value: '',
    why: 'only the OpenSSH client evaluates it; its section has no effect',
    at,
    isRequired: true,
  }));
}
