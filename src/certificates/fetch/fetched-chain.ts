import type { X509Certificate } from 'node:crypto';
import { canonicalAddress } from '../../model/address.ts';
import { daysLeft, isSelfSigned, isSignedBy, nameOf, validityOf } from '../read/parse.ts';
import type { EpochMs } from '../../model/duration.ts';

/** One certificate of a fetched chain, as it is printed. */
export interface FetchedCertificate {
  /** Position in the chain: the server's own certificate, or a CA. */
  readonly kind: 'server' | 'intermediate' | 'root';
  readonly subject: string;
  readonly issuer: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly daysLeft: number;
  /** `DNS:db.example.com`, `IP:198.51.100.11` */
  readonly names: readonly string[];
  /** `RSA 2048`, `EC prime256v1` */
  readonly key: string;
  /** SHA-256 in the format of openssl. */
  readonly fingerprint: string;
}

export interface FetchedChain {
  readonly certificates: readonly FetchedCertificate[];
  /** The CAs from the server's certificate to a root, as one PEM file. Absent if the chain reaches no root. */
  readonly ca?: { readonly pem: string; readonly fingerprints: readonly string[] };
  /** The reason why `ca` is absent. */
  readonly lacks?: string;
}

/** Describes each certificate of a chain and extracts its CAs. @param chain in the order of the server */
export function describeChain(chain: readonly X509Certificate[], now: EpochMs): FetchedChain {
  const certificates = chain.map((x509, i) => describe(x509, i, now));
  const lacks = lackOf(chain);
  if (lacks !== undefined) return { certificates, lacks: lacks };
  const authorities = chain.slice(isSelfSigned(chain[0]!) ? 0 : 1);
  return {
    certificates,
    ca: {
      pem: authorities.map((x509) => `${x509.toString().trimEnd()}\n`).join(''),
      fingerprints: authorities.map((x509) => x509.fingerprint256),
    },
  };
}

function lackOf(chain: readonly X509Certificate[]): string | undefined {
  const [own] = chain;
  const last = chain.at(-1);
  if (!own || !last) return 'the server sends no certificate';
  if (isSelfSigned(own) && !own.ca)
    return "the server's certificate is self-signed and not a CA; the product requires one that a CA signed";
  const gap = chain.find((x509, i) => i > 0 && !isSignedBy(chain[i - 1]!, x509));
  if (gap) return `${nameOf(gap.subject)} did not sign the certificate before it in the chain`;
  if (isSelfSigned(last)) return undefined;
  return `the server does not send ${nameOf(last.issuer)}, the CA that signed ${nameOf(last.subject)}`;
}

function describe(x509: X509Certificate, position: number, now: EpochMs): FetchedCertificate {
  return {
    kind: kindOf(x509, position),
    subject: nameOf(x509.subject),
    issuer: nameOf(x509.issuer),
    ...validityOf(x509),
    daysLeft: daysLeft(x509, now),
    names: namesOf(x509),
    key: keyOf(x509),
    fingerprint: x509.fingerprint256,
  };
}

function kindOf(x509: X509Certificate, position: number): FetchedCertificate['kind'] {
  if (isSelfSigned(x509) && x509.ca) return 'root';
  return position === 0 ? 'server' : 'intermediate';
}

function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  const addressed = (name: string) =>
    name.replace(/^IP Address:(.*)$/, (_, address: string) => `IP:${canonicalAddress(address)}`);
  return subjectAltName.split(', ').filter(Boolean).map(addressed);
}

function keyOf({ publicKey }: X509Certificate): string {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = publicKey;
  return [type.toUpperCase(), details?.modulusLength ?? details?.namedCurve].filter(Boolean).join(' ');
}
