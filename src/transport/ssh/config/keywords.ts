/** The keywords that Quorate knows, as ssh_config(5) writes them. */
const NAMES = [
  ...['AddKeysToAgent', 'BindAddress', 'BindInterface', 'CanonicalDomains', 'CanonicalizeHostname'],
  ...['CanonicalizeMaxDots', 'CertificateFile', 'Ciphers', 'Compression', 'ConnectTimeout', 'ControlMaster'],
  ...[
    'ControlPath',
    'ControlPersist',
    'DynamicForward',
    'ForwardAgent',
    'ForwardX11',
    'GlobalKnownHostsFile',
  ],
  ...['CASignatureAlgorithms', 'ForkAfterAuthentication', 'GSSAPIKeyExchange', 'GSSAPITrustDns'],
  ...['GSSAPIAuthentication', 'GSSAPIDelegateCredentials', 'HostbasedAuthentication', 'HostKeyAlgorithms'],
  ...[
    'HostbasedAcceptedAlgorithms',
    'HostbasedKeyTypes',
    'PubkeyAcceptedAlgorithms',
    'PubkeyAcceptedKeyTypes',
  ],
  ...['HostKeyAlias', 'HostName', 'IdentitiesOnly', 'IdentityAgent', 'IdentityFile', 'KexAlgorithms'],
  ...['KnownHostsCommand', 'LocalCommand', 'LocalForward', 'MACs', 'NoHostAuthenticationForLocalhost'],
  ...['PKCS11Provider', 'Port', 'ProxyCommand', 'ProxyJump', 'RemoteCommand', 'RemoteForward', 'RequestTTY'],
  ...['RevokedHostKeys', 'SecurityKeyProvider', 'SendEnv', 'ServerAliveCountMax', 'ServerAliveInterval'],
  ...['SessionType', 'SetEnv', 'StrictHostKeyChecking', 'Tag', 'Tunnel', 'UpdateHostKeys', 'User'],
  ...['UserKnownHostsFile', 'VerifyHostKeyDNS', 'AddressFamily', 'PreferredAuthentications'],
  ...['PasswordAuthentication', 'KbdInteractiveAuthentication', 'PubkeyAuthentication', 'RequiredRSASize'],
];

/** Old names of a keyword, which ssh still reads. */
const OLD_NAMES = ['ChallengeResponseAuthentication', 'TISAuthentication'].map(
  (name) => [name.toLowerCase(), 'KbdInteractiveAuthentication'] as const,
);

const BY_LOWER_CASE = new Map([...NAMES.map((name) => [name.toLowerCase(), name] as const), ...OLD_NAMES]);

/** Returns a keyword as ssh_config(5) writes it, or in lower case if Quorate does not know it. */
export function keywordName(text: string): string {
  const lowerCase = text.toLowerCase();
  return BY_LOWER_CASE.get(lowerCase) ?? lowerCase;
}
