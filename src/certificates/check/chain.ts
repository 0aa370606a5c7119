import type { X509Certificate } from 'node:crypto';
import type { ClusterCa } from './cluster-ca.ts';
import type { CertificateFault } from './finding.ts';
import { isSelfSigned, isSignedBy, nameOf } from '../read/parse.ts';

/**
 * What is wrong with who signed a certificate. The product compares one signature: it follows no intermediates, so a
 * chain that others would accept is told apart from one that leads nowhere.
 * @param beside the other certificates of its file
 */
export function chainFaults(
  x509: X509Certificate,
  { authority, beside, called }: { authority: ClusterCa; beside: readonly X509Certificate[]; called: string },
): readonly CertificateFault[] {
  const { ca, otherCas: others } = authority;
  if (isSignedBy(x509, ca)) return [];
  const signedBy = nameOf(x509.issuer);
  if (isSelfSigned(x509)) return [{ check: 'chain', what: `${called} is signed by itself`, next: SIGN }];
  if (x509.checkIssued(ca)) return [sameName(called, signedBy)];
  const path = pathTo(ca, x509, [...beside, ...others]);
  if (path.complete) return [intermediate(called, signedBy)];
  if (path.found > 0) return [broken(called, signedBy)];
  return [
    {
      check: 'chain',
      what: `${called} is issued by ${signedBy}, not by the CA ${nameOf(ca.subject)}`,
      next: SIGN,
      signedBy,
    },
  ];
}

const SIGN = 'have it signed by the CA in ca.crt itself';

function pathTo(ca: X509Certificate, from: X509Certificate, among: readonly X509Certificate[]) {
  const found = new Set<X509Certificate>();
  for (let last = from; ;) {
    const next = among.find((one) => !found.has(one) && isSignedBy(last, one));
    if (!next) return { found: found.size, complete: false };
    found.add(next);
    if (next.raw.equals(ca.raw) || isSignedBy(next, ca)) return { found: found.size, complete: true };
    last = next;
  }
}

const intermediate = (called: string, signedBy: string): CertificateFault => ({
  check: 'chain',
  what: `${called} is signed by the intermediate ${signedBy}`,
  why: 'the chain leads to the CA, but the product follows no intermediates',
  next: `${SIGN}, or make ca.crt the intermediate with its CA behind it`,
});

const broken = (called: string, signedBy: string): CertificateFault => ({
  check: 'chain',
  what: `${called} is signed by the intermediate ${signedBy}, which does not lead to the CA`,
  why: 'the certificates beside it are of another CA, or one is missing',
  next: SIGN,
});

const sameName = (called: string, signedBy: string): CertificateFault => ({
  check: 'chain',
  what: `${called} is signed by another CA of the name ${signedBy}`,
  why: 'the CA was made anew after this certificate was issued',
  next: 'issue it anew, or put the older ca.crt back',
  signedBy,
});
