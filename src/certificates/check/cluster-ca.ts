import type { X509Certificate } from 'node:crypto';
import {
  validityFaults,
  embeddedKeyFaults,
  algorithmFaults,
  unreadableCertificate,
} from './certificate-faults.ts';
import { findingsIn } from './finding.ts';
import type { CertificateFault, CertificateFinding } from './finding.ts';
import { isSelfSigned, isSignedBy, nameOf, parseCertificates } from '../read/parse.ts';
import type { PemFile } from '../read/parse.ts';

/** What `ca.crt` holds. */
export interface ClusterCa {
  /** The first one: the product reads no other. */
  readonly ca: X509Certificate;
  /** Those behind it, which OpenSSL reads too. */
  readonly otherCas: readonly X509Certificate[];
}

export const CA = 'the CA';

/** The CA of a cluster, unless the file holds none, and what is wrong with it. @param now ms since the epoch */
export function checkClusterCa(
  { path, text }: PemFile,
  now: number,
): { readonly authority?: ClusterCa; readonly findings: readonly CertificateFinding[] } {
  const [ca, ...others] = parseCertificates(text) ?? [];
  if (!ca) return { findings: findingsIn(path, [unreadableCertificate('the certificate of the CA')]) };
  // Nothing can be held against it: that would only say the same of every host.
  if (!ca.ca) return { findings: findingsIn(path, [NO_AUTHORITY]) };
  const above = rootPath(ca, others);
  const faults = [
    ...embeddedKeyFaults(text, CA),
    ...algorithmFaults(ca, CA),
    ...validityFaults(ca, CA, now),
    ...above.path.flatMap((one) => validityFaults(one, `the CA ${nameOf(one.subject)}`, now)),
    ...(above.complete ? [] : [noRoot(above.path.at(-1) ?? ca)]),
  ];
  return { authority: { ca, otherCas: others }, findings: findingsIn(path, faults) };
}

/** The CAs above one, as far as they are there; complete when the last one signed itself. */
function rootPath(ca: X509Certificate, others: readonly X509Certificate[]) {
  const path: X509Certificate[] = [];
  for (let last = ca; !isSelfSigned(last);) {
    const next = others.find((one) => !path.includes(one) && isSignedBy(last, one));
    if (!next) return { path, complete: false };
    path.push(next);
    last = next;
  }
  return { path, complete: true };
}

const NO_AUTHORITY: CertificateFault = {
  check: 'certificate',
  what: 'the certificate of the CA is not one of a CA',
  why: 'its basicConstraints or keyUsage do not let it sign certificates',
  next: "put the certificate there that signed the hosts' certificates",
};

const noRoot = (last: X509Certificate): CertificateFault => ({
  check: 'chain',
  what: `the CA ${nameOf(last.subject)} is itself signed by ${nameOf(last.issuer)}, which is missing`,
  why: 'OpenSSL on the hosts trusts an intermediate CA only up to its root',
  next: 'append the certificate of that CA to this file',
});
