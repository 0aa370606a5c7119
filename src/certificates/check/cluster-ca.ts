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
import type { EpochMs } from '../../model/duration.ts';

/** The certificates in `ca.crt`. */
export interface ClusterCa {
  /** The first certificate. The product reads no other. */
  readonly ca: X509Certificate;
  /** The certificates after the first. OpenSSL reads them too. */
  readonly otherCas: readonly X509Certificate[];
}

const CA = 'the CA';

/** Parses and checks `ca.crt`. Returns no `authority` if the file contains no CA certificate. */
export function checkClusterCa(
  file: PemFile,
  now: EpochMs,
): { readonly authority?: ClusterCa; readonly findings: readonly CertificateFinding[] } {
  const { path, text } = file;
  const [ca, ...others] = parseCertificates(text) ?? [];
  if (!ca) return { findings: findingsIn(path, [unreadableCertificate('the CA certificate', file)]) };
  // Without `authority`, the signatures of host certificates are not checked: all would fail for this same reason.
  if (!ca.ca) return { findings: findingsIn(path, [NOT_A_CA]) };
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

/** Returns the issuers of `ca` that are among `others`. The path is complete if the last one is self-signed. */
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

const NOT_A_CA: CertificateFault = {
  check: 'certificate',
  what: 'the CA certificate does not belong to a CA',
  why: 'its basicConstraints or keyUsage do not allow it to sign certificates',
  next: "replace it with the certificate of the CA that signed the hosts' certificates",
};

const noRoot = (last: X509Certificate): CertificateFault => ({
  check: 'chain',
  what: `the CA ${nameOf(last.subject)} is signed by ${nameOf(last.issuer)}, whose certificate is missing`,
  why: 'OpenSSL on the hosts trusts an intermediate CA only if the chain reaches a root',
  next: 'append the certificate of that CA to this file',
});
