import type { X509Certificate } from 'node:crypto';
import type { CertificateFault } from './finding.ts';
import { formatDay, daysLeft, isSelfSigned, validityOf, weakDigest } from '../read/parse.ts';
import type { EpochMs } from '../../model/duration.ts';
import { wrongFormat } from '../../errors/file-format.ts';
import type { PemFile } from '../read/parse.ts';
import { either, commandStep } from '../../model/next-step.ts';

/** The command that issues every certificate that is missing or invalid. */
export const ISSUE_COMMAND = either(
  commandStep('certificates issue'),
  commandStep('certificates csr', { purpose: 'to use a CA of your own' }),
);

/** The security level of Debian 12 and RHEL 8 requires this length. */
const MINIMUM_KEY_BITS = 2048;
/** A certificate that expires within this time has a warning, and `certificates issue` reissues it. */
const WARNING_DAYS = 30;

/** Checks key type, key length and signature digest of a host's certificate or a CA. */
export function algorithmFaults(x509: X509Certificate, label: string): readonly CertificateFault[] {
  const next = `reissue it with an RSA key of at least ${MINIMUM_KEY_BITS} bits`;
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = x509.publicKey;
  if (type !== 'rsa')
    return [
      {
        check: 'certificate',
        what: `${label} has a key of type ${type.toUpperCase()}, expected RSA`,
        why: 'the product crashes on other key types',
        next,
      },
    ];
  const bits = details?.modulusLength ?? 0;
  if (bits < MINIMUM_KEY_BITS)
    return [
      {
        check: 'certificate',
        what: `${label} has a key of only ${bits} bits`,
        why: 'OpenSSL on the hosts refuses keys that short',
        next,
      },
    ];
  return digestFaults(x509, label);
}

/** The digest of a self-signed certificate does not matter, because no program verifies that signature. */
function digestFaults(x509: X509Certificate, label: string): readonly CertificateFault[] {
  const digest = weakDigest(x509);
  if (digest === undefined || isSelfSigned(x509)) return [];
  return [
    {
      check: 'certificate',
      what: `${label} is signed with ${digest}`,
      why: 'OpenSSL on the hosts refuses such signatures',
      next: 'have it signed with SHA-256',
    },
  ];
}

export function validityFaults(
  x509: X509Certificate,
  label: string,
  now: EpochMs,
): readonly CertificateFault[] {
  const { from, to } = validityOf(x509);
  if (now < from)
    return [
      {
        check: 'dates',
        what: `${label} is not valid before ${formatDay(from)}`,
        next: "check this machine's clock, or wait",
      },
    ];
  if (now > to)
    return [
      {
        check: 'dates',
        what: `${label} expired on ${formatDay(to)}`,
        next: x509.ca ? 'reissue it' : ISSUE_COMMAND,
      },
    ];
  const left = daysLeft(x509, now);
  if (left >= WARNING_DAYS) return [];
  const when = left === 1 ? 'in 1 day' : `in ${left} days`;
  return [
    {
      check: 'dates',
      warning: true,
      what: `${label} expires ${when}, on ${formatDay(to)}`,
      next: 'reissue it soon',
    },
  ];
}

/** Reports a private key in a certificate file. */
export function embeddedKeyFaults(text: string, label: string): readonly CertificateFault[] {
  if (!text.includes('PRIVATE KEY-----')) return [];
  return [
    {
      check: 'certificate',
      what: `besides ${label}, this file contains a private key`,
      why: 'every user may read a certificate file',
      next: 'remove the key from this file',
    },
  ];
}

export function unreadableCertificate(label: string, { path, text }: PemFile): CertificateFault {
  return {
    check: 'certificate',
    what: `${label} cannot be read`,
    why: 'it is damaged, not in PEM format, or not a certificate',
    next: 'replace it with a PEM file (-----BEGIN CERTIFICATE-----)',
    ...wrongFormat(text, { path, purpose: 'certificate' }),
  };
}
