import type { X509Certificate } from 'node:crypto';
import type { Problem } from '../../errors/errors.ts';
import { checkClusterCa } from '../check/cluster-ca.ts';
import type { ClusterCa } from '../check/cluster-ca.ts';
import { checkPair } from '../check/check-pair.ts';
import { findingToProblem } from '../check/finding.ts';
import type { CertificateFinding } from '../check/finding.ts';
import type { CertificateSource, InspectedPair, CertificateInspection } from '../read/inspect.ts';
import { isSignedBy, nameOf, parseKey, validityOf } from '../read/parse.ts';
import { commandStep } from '../../model/next-step.ts';

/** A certificate from the operator's CA, and the file that contains it. */
export interface ReceivedCertificate {
  readonly from: string;
  readonly x509: X509Certificate;
}

/** The files to write into tls.directory (PEM), and the problems. There are no files if there are problems. */
interface ImportResult {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Finds the key of each received certificate and the CA that signed them, and applies the same checks as a deploy.
 * Writes nothing.
 */
export function matchCertificates(
  received: readonly ReceivedCertificate[],
  inspection: CertificateInspection,
  source: CertificateSource,
): ImportResult {
  const leaves = received.filter(({ x509 }) => !x509.ca);
  const owned = leaves.map((leaf) => ({ ...leaf, owner: ownerOf(leaf.x509, inspection.pairs) }));
  const unmatched = owned.filter(({ owner }) => !owner).map(noMatchingKey);
  const ca = caFor(received, inspection, source);
  const pairs = newestOf(inspection.pairs, owned);
  const findings = [
    ...ca.findings,
    ...pairs.flatMap(({ owner, x509 }) => checkAgain(owner, x509, { ...source, ...ca })),
  ];
  const problems = [...unmatched, ...findings.filter(({ warning }) => !warning).map(findingToProblem)];
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

const noMatchingKey = ({ from, x509 }: ReceivedCertificate): Problem => ({
  where: from,
  what: `the certificate ${nameOf(x509.subject)} matches no key in tls.directory`,
  why: 'it was made from another request, or the key has been regenerated since',
  next: commandStep('certificates csr', { purpose: 'have the requests of this command signed' }),
});

interface Owned {
  readonly owner: InspectedPair;
  readonly x509: X509Certificate;
}

/** Returns the newest certificate of each pair. */
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
  /** Contents of a new ca.crt. */
  readonly text?: string;
  readonly findings: readonly CertificateFinding[];
}

/** Keeps an existing ca.crt. Otherwise uses the received CA that signed a received certificate, or the first CA. */
function caFor(
  received: readonly ReceivedCertificate[],
  { ca }: CertificateInspection,
  { directory, now }: CertificateSource,
): CheckedAuthority {
  const { file, authority, findings } = ca;
  if (file) return { findings, ...(authority ? { authority } : {}) };
  const path = `${directory}/ca.crt`;
  const authorities = received.map(({ x509 }) => x509).filter((x509) => x509.ca);
  const leaves = received.map(({ x509 }) => x509).filter((x509) => !x509.ca);
  const signer = authorities.find((one) => leaves.some((leaf) => isSignedBy(leaf, one))) ?? authorities[0];
  if (!signer) return { findings: [missingCa(path)] };
  const text = [signer, ...above(signer, authorities)].map(pemOf).join('');
  return { text, ...checkClusterCa({ path, text, mode: 0o600 }, now) };
}

/** Returns the issuers of `from` that are in `authorities`, up to the root. */
function above(from: X509Certificate, authorities: readonly X509Certificate[]): readonly X509Certificate[] {
  const next = authorities.find((one) => !one.raw.equals(from.raw) && isSignedBy(from, one));
  if (!next) return [];
  const rest = authorities.filter((one) => !one.raw.equals(from.raw));
  return [next, ...above(next, rest)];
}

const missingCa = (where: string): CertificateFinding => ({
  where,
  check: 'certificate',
  what: 'the certificate of the CA is neither in tls.directory nor among the imported files',
  next: 'import the certificate of the CA together with the signed certificates',
});

function checkAgain(
  { pair, key }: InspectedPair,
  x509: X509Certificate,
  { directory, authority, now }: CertificateSource & CheckedAuthority,
): readonly CertificateFinding[] {
  const certificate = { path: `${directory}/${pair.file}.crt`, text: pemOf(x509), mode: 0o600 };
  const against = { now, ...(authority ? { authority } : {}) };
  return checkPair(pair, { certificate, ...(key ? { key } : {}) }, against).findings;
}

const pemOf = (x509: X509Certificate): string => x509.toString();
