import type { X509Certificate } from 'node:crypto';
import { validityFaults, embeddedKeyFaults, unreadableCertificate } from './certificate-faults.ts';
import { findingsIn } from './finding.ts';
import type { CertificateFault, CertificateFinding } from './finding.ts';
import { nameOf, parseCertificates, validityOf } from '../read/parse.ts';
import type { PemFile } from '../read/parse.ts';

/** The services that may be somebody else's and have certificates. */
export const SERVICES_WITH_CA = ['database', 'broker'] as const;
export type ServiceWithCa = (typeof SERVICES_WITH_CA)[number];

/** Who signs the certificates of an external service. */
export interface ExternalServiceCa {
  readonly service: ServiceWithCa;
  readonly path: string;
  /** Absent when it cannot be read. */
  readonly file?: PemFile;
  /** The CAs in it, the one that lasts longest first. */
  readonly cas: readonly X509Certificate[];
  readonly findings: readonly CertificateFinding[];
}

/**
 * What is wrong with a CA that we do not sign with. It may be a bundle, as providers hand it out, and of any kind of
 * key: clients on the managers take each CA in it that is valid.
 * @param now ms since the epoch
 */
export function checkExternalServiceCa(
  { path, text }: PemFile,
  called: string,
  now: number,
): Pick<ExternalServiceCa, 'cas' | 'findings'> {
  const read = parseCertificates(text);
  if (!read) return { cas: [], findings: findingsIn(path, [unreadableCertificate(called)]) };
  const all = read.filter(({ ca }) => ca).sort((a, b) => validityOf(b).to - validityOf(a).to);
  const inside = embeddedKeyFaults(text, called);
  if (all.length === 0)
    return { cas: all, findings: findingsIn(path, [...inside, noAuthority(called, read)]) };
  return { cas: all, findings: findingsIn(path, [...inside, ...datesOf(all, called, now)]) };
}

/** Of several the one that lasts longest counts: which of them signed is not known here. */
function datesOf(all: readonly X509Certificate[], called: string, now: number): readonly CertificateFault[] {
  const longest = all.find((one) => validityOf(one).from <= now) ?? all[0];
  const faults = longest ? validityFaults(longest, called, now) : [];
  return faults.map((fault) => ({ ...fault, next: 'ask whoever runs the service for the current one' }));
}

const noAuthority = (called: string, [first]: readonly X509Certificate[]): CertificateFault => ({
  check: 'certificate',
  what: `${called} is no CA but ${first ? nameOf(first.subject) : 'nothing'}`,
  why: "a server's own certificate is not the one that signed it",
  next: 'put the certificate of the CA there that signed it',
});
