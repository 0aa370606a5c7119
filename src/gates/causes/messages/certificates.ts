import { commandStep, inOrder, RUN_AGAIN, shellOn } from '../../../model/next-step.ts';
import type { FailedHost, KnownMessage } from '../known-message.ts';

const compareKey = (address: string, { host }: FailedHost) =>
  inOrder(
    shellOn(address || host, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'),
    'compare the fingerprint',
    RUN_AGAIN,
  );

const CHECK = () => commandStep('certificates check');

/** Messages that name the fault of a certificate. */
export const CERTIFICATES: readonly KnownMessage[] = [
  ...[/current time \S+ is before/, /certificate is not yet valid|CERT_NOT_YET_VALID/].map(
    (pattern): KnownMessage => ({
      cause: 'certificate-not-yet-valid',
      pattern,
      why: (_, { host }) => `a certificate is not valid yet by the clock of ${host}`,
      next: (_, { host }) => inOrder(shellOn(host, 'timedatectl'), commandStep('certificates check')),
    }),
  ),
  {
    cause: 'certificate-expired',
    pattern: /certificate has expired|CERT_HAS_EXPIRED|certificate expired/i,
    why: () => 'a certificate has expired',
    next: CHECK,
  },
  ...[
    /x509: certificate is (?:valid for .*, )?not (?:valid for )?(\S+)/,
    /"([^"]+)" does not match any of DNSNames/,
    /certificate is not valid for '([^']+)'/,
    /no alternative certificate subject name matches target host name '([^']+)'/,
    /(?:certificate|hostname).* doesn't match '?([\w.-]+)/i,
    /cannot validate certificate for (\S+) because it doesn't contain any IP SANs/,
    /(?:Hostname mismatch|IP address mismatch|certificate relies on legacy Common Name)/,
  ].map((pattern): KnownMessage => ({
    cause: 'certificate-name',
    pattern,
    why: (name) => `the certificate does not cover ${name || 'this address'}`,
    next: CHECK,
  })),
  {
    cause: 'certificate-untrusted',
    pattern:
      /certificate signed by unknown authority|self.signed certificate|unable to get (?:local )?issuer certificate|certificate verify failed/i,
    why: () => 'the certificate was not issued by the CA that verifies it',
    next: CHECK,
  },
  {
    cause: 'host-key',
    pattern: /[Hh]ost key for \[?([^\s\]]+)\S* has changed/,
    why: (address) => `the host key of ${address} is not the known one`,
    next: compareKey,
  },
];

/** Messages that a certificate or a key was rejected, without the reason or the address. */
export const REJECTED: readonly KnownMessage[] = [
  {
    cause: 'certificate-untrusted',
    pattern: /tls: bad certificate|tlsv1 alert (?:unknown ca|bad certificate)|certificate unknown/,
    why: (_, { host }) => `a peer rejects a certificate of ${host}`,
    next: CHECK,
  },
  {
    cause: 'host-key',
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/,
    why: () => 'the host key of a host is unknown, or is not the known one',
    next: compareKey,
  },
];
