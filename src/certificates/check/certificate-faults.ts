import type { X509Certificate } from 'node:crypto';
import type { CertificateFault } from './finding.ts';
import { formatDay, daysLeft, isSelfSigned, validityOf, weakDigest } from '../read/parse.ts';
import { either, runCommand } from '../../model/next-step.ts';

/** Makes every certificate anew that is missing or does not serve. */
export const ISSUE_COMMAND = either(
  runCommand('certificates issue'),
  runCommand('certificates csr', { purpose: 'if another CA signs' }),
);

/** Bits. What the security level of Debian 12 and RHEL 8 asks for. */
const SHORTEST_KEY = 2048;
/** Days before its end from which a certificate is warned about, and issued anew. */
export const WARNING_DAYS = 30;

/** The same for hosts and CAs: kind and length of the key, and the digest of the signature. */
export function algorithmFaults(x509: X509Certificate, called: string): readonly CertificateFault[] {
  const next = `issue it anew with an RSA key of ${SHORTEST_KEY} bits or more`;
  const { asymmetricKeyType: kind = 'unknown', asymmetricKeyDetails: details } = x509.publicKey;
  if (kind !== 'rsa')
    return [
      {
        check: 'certificate',
        what: `${called} has a key of the kind ${kind.toUpperCase()}, not RSA`,
        why: 'the product crashes on other keys',
        next,
      },
    ];
  const bits = details?.modulusLength ?? 0;
  if (bits < SHORTEST_KEY)
    return [
      {
        check: 'certificate',
        what: `${called} has a key of ${bits} bits only`,
        why: "the hosts' OpenSSL refuses such short keys",
        next,
      },
    ];
  return digestFaults(x509, called);
}

/** Nobody verifies how a root signed itself. */
function digestFaults(x509: X509Certificate, called: string): readonly CertificateFault[] {
  const digest = weakDigest(x509);
  if (digest === undefined || isSelfSigned(x509)) return [];
  return [
    {
      check: 'certificate',
      what: `${called} is signed with ${digest}`,
      why: "the hosts' OpenSSL refuses such signatures",
      next: 'have it signed with SHA-256',
    },
  ];
}

/** @param now ms since the epoch */
export function validityFaults(
  x509: X509Certificate,
  called: string,
  now: number,
): readonly CertificateFault[] {
  const { from, to } = validityOf(x509);
  if (now < from)
    return [
      {
        check: 'dates',
        what: `${called} is valid only from ${formatDay(from)}`,
        next: "check this machine's clock, or wait",
      },
    ];
  if (now > to)
    return [
      {
        check: 'dates',
        what: `${called} expired on ${formatDay(to)}`,
        next: x509.ca ? 'issue it anew' : ISSUE_COMMAND,
      },
    ];
  const left = daysLeft(x509, now);
  if (left >= WARNING_DAYS) return [];
  const when = left === 1 ? 'in 1 day' : `in ${left} days`;
  return [
    {
      check: 'dates',
      warning: true,
      what: `${called} expires ${when}, on ${formatDay(to)}`,
      next: 'issue it anew soon',
    },
  ];
}

/** Whoever puts a key into a file that is meant for everybody. */
export function embeddedKeyFaults(text: string, called: string): readonly CertificateFault[] {
  if (!text.includes('PRIVATE KEY-----')) return [];
  return [
    {
      check: 'certificate',
      what: `beside ${called} there is a private key in this file`,
      why: 'certificates may be read by everybody',
      next: 'take it out of this file',
    },
  ];
}

export function unreadableCertificate(called: string): CertificateFault {
  return {
    check: 'certificate',
    what: `${called} cannot be read`,
    why: 'it is no certificate, damaged, or not PEM',
    next: 'it must have lines like -----BEGIN CERTIFICATE-----',
  };
}
