import type { X509Certificate } from 'node:crypto';
import type { ClusterCa } from './cluster-ca.ts';
import type { CertificateFault } from './finding.ts';
import { isSelfSigned, isSignedBy, nameOf } from '../read/parse.ts';

/**
 * Checks that the cluster's CA signed a certificate. The product verifies one signature and does not follow
 * intermediates, so the findings distinguish a chain that leads to the CA through intermediates from a broken one.
 * @param bundled the other certificates in the same file
 * @param label the certificate in messages, such as `the certificate of db1`
 */
export function chainFaults(
  x509: X509Certificate,
  { authority, bundled, label }: { authority: ClusterCa; bundled: readonly X509Certificate[]; label: string },
): readonly CertificateFault[] {
  const { ca, otherCas: others } = authority;
  if (isSignedBy(x509, ca)) return [];
  const signedBy = nameOf(x509.issuer);
  if (isSelfSigned(x509)) return [{ check: 'chain', what: `${label} is self-signed`, next: SIGN }];
  if (x509.checkIssued(ca)) return [sameName(label, signedBy)];
  const path = pathTo(ca, x509, [...bundled, ...others]);
  if (path.complete) return [intermediate(label, signedBy)];
  if (path.found > 0) return [broken(label, signedBy)];
  return [
    {
      check: 'chain',
      what: `${label} is issued by ${signedBy}, not by the CA ${nameOf(ca.subject)}`,
      next: SIGN,
      signedBy,
    },
  ];
}

const SIGN = 'have it signed directly by the CA in ca.crt';

/** Follows the issuers of `from` through `certificates`. Complete if the path reaches `ca`; `found` counts the issuers. */
function pathTo(ca: X509Certificate, from: X509Certificate, certificates: readonly X509Certificate[]) {
  const found = new Set<X509Certificate>();
  for (let last = from; ;) {
    const next = certificates.find((one) => !found.has(one) && isSignedBy(last, one));
    if (!next) return { found: found.size, complete: false };
    found.add(next);
    if (next.raw.equals(ca.raw) || isSignedBy(next, ca)) return { found: found.size, complete: true };
    last = next;
  }
}

const intermediate = (label: string, signedBy: string): CertificateFault => ({
  check: 'chain',
  what: `${label} is signed by the intermediate ${signedBy}`,
  why: 'the chain leads to the CA, but the product does not follow intermediates',
  next: `${SIGN}, or replace ca.crt with the intermediate's certificate, followed by its CA`,
});

const broken = (label: string, signedBy: string): CertificateFault => ({
  check: 'chain',
  what: `${label} is signed by the intermediate ${signedBy}, which has no chain to the CA`,
  why: 'the other certificates in this file belong to another CA, or one is missing',
  next: SIGN,
});

const sameName = (label: string, signedBy: string): CertificateFault => ({
  check: 'chain',
  what: `${label} is signed by another CA named ${signedBy}`,
  why: 'the CA was created again after this certificate was issued',
  next: 'reissue it, or restore the older ca.crt',
  signedBy,
});
