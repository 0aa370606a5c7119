import type { X509Certificate } from 'node:crypto';
import type { Problem } from '../../errors/errors.ts';
import { checkClusterCa } from '../check/cluster-ca.ts';
import type { ClusterCa } from '../check/cluster-ca.ts';
import { checkPair } from '../check/check-pair.ts';
import { findingToProblem } from '../check/finding.ts';
import type { CertificateFinding } from '../check/finding.ts';
import type { CertificateDirectory, InspectedPair, CertificateInspection } from '../read/inspect.ts';
import { isSignedBy, nameOf, parseKey, validityOf } from '../read/parse.ts';
import { runCommand } from '../../model/next-step.ts';

/** A certificate that somebody brings, and the file it is in. */
export interface ReceivedCertificate {
  readonly from: string;
  readonly x509: X509Certificate;
}

/** What is to be written into tls.directory: names and PEM. Nothing, when there are problems. */
export interface ImportResult {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Finds the key that each signed certificate belongs to, and the CA that signed them; holds everything against the
 * same checks as a deploy.
 */
export function matchCertificates(
  brought: readonly ReceivedCertificate[],
  inspection: CertificateInspection,
  folder: CertificateDirectory,
): ImportResult {
  const leaves = brought.filter(({ x509 }) => !x509.ca);
  const owned = leaves.map((leaf) => ({ ...leaf, owner: ownerOf(leaf.x509, inspection.pairs) }));
  const unknownMembers = owned.filter(({ owner }) => !owner).map(ofNobody);
  const ca = authorityFor(brought, inspection, folder);
  const pairs = newestOf(inspection.pairs, owned);
  const findings = [
    ...ca.findings,
    ...pairs.flatMap(({ owner, x509 }) => checkAgain(owner, x509, { ...folder, ...ca })),
  ];
  const problems = [...unknownMembers, ...findings.filter(({ warning }) => !warning).map(findingToProblem)];
  const warnings = findings.filter(({ warning }) => warning).map(findingToProblem);
  if (problems.length > 0) return { files: [], problems, warnings };
  const certificates = pairs.map(({ owner, x509 }) => ({
    name: `${owner.pair.file}.crt`,
    text: pemOf(x509),
  }));
  const ofCa = ca.text === undefined ? [] : [{ name: 'ca.crt', text: ca.text }];
  return { files: [...ofCa, ...certificates], problems, warnings };
}

function ownerOf(x509: X509Certificate, pairs: readonly InspectedPair[]): InspectedPair | undefined {
  return pairs.find(({ key }) => {
    const own = key && parseKey(key.text);
    return own !== undefined && typeof own !== 'string' && x509.checkPrivateKey(own);
  });
}

const ofNobody = ({ from, x509 }: ReceivedCertificate): Problem => ({
  where: from,
  what: `the certificate ${nameOf(x509.subject)} belongs to no key in tls.directory`,
  why: 'it was made from another request, or the key was made anew since',
  next: runCommand('certificates csr', { purpose: 'have the requests of this command signed' }),
});

interface Owned {
  readonly owner: InspectedPair;
  readonly x509: X509Certificate;
}

/** Of several certificates for one key the one that was made last. */
function newestOf(
  pairs: readonly InspectedPair[],
  owned: readonly (ReceivedCertificate & { readonly owner: InspectedPair | undefined })[],
): readonly Owned[] {
  return pairs.flatMap((owner) => {
    const own = owned.filter((one) => one.owner === owner).map(({ x509 }) => x509);
    const [newest] = own.sort((a, b) => validityOf(b).from - validityOf(a).from);
    return newest ? [{ owner, x509: newest }] : [];
  });
}

interface CheckedAuthority {
  readonly authority?: ClusterCa;
  /** Of a new ca.crt. */
  readonly text?: string;
  readonly findings: readonly CertificateFinding[];
}

/** The CA that is there stays. Where none is, it is the one among the brought that signed the others. */
function authorityFor(
  brought: readonly ReceivedCertificate[],
  { ca }: CertificateInspection,
  { directory, now }: CertificateDirectory,
): CheckedAuthority {
  const { file, authority, findings } = ca;
  if (file) return { findings, ...(authority ? { authority } : {}) };
  const path = `${directory}/ca.crt`;
  const authorities = brought.map(({ x509 }) => x509).filter((x509) => x509.ca);
  const leaves = brought.map(({ x509 }) => x509).filter((x509) => !x509.ca);
  const signer = authorities.find((one) => leaves.some((leaf) => isSignedBy(leaf, one))) ?? authorities[0];
  if (!signer) return { findings: [noAuthority(path)] };
  const text = [signer, ...above(signer, authorities)].map(pemOf).join('');
  return { text, ...checkClusterCa({ path, text, mode: 0o600 }, now) };
}

/** The CAs that lead from one to its root. */
function above(from: X509Certificate, among: readonly X509Certificate[]): readonly X509Certificate[] {
  const next = among.find((one) => !one.raw.equals(from.raw) && isSignedBy(from, one));
  if (!next) return [];
  const rest = among.filter((one) => !one.raw.equals(from.raw));
  return [next, ...above(next, rest)];
}

const noAuthority = (where: string): CertificateFinding => ({
  where,
  check: 'certificate',
  what: 'the certificate of the CA is not there, and not among the files',
  next: 'import it together with the signed certificates',
});

function checkAgain(
  { pair, key }: InspectedPair,
  x509: X509Certificate,
  { directory, authority, now }: CertificateDirectory & CheckedAuthority,
): readonly CertificateFinding[] {
  const certificate = { path: `${directory}/${pair.file}.crt`, text: pemOf(x509), mode: 0o600 };
  const against = { now, ...(authority ? { authority } : {}) };
  return checkPair(pair, { certificate, ...(key ? { key } : {}) }, against).findings;
}

const pemOf = (x509: X509Certificate): string => x509.toString();
