import type { X509Certificate } from 'node:crypto';
import { canonicalAddress } from '../../model/address.ts';
import { daysLeft, isSelfSigned, isSignedBy, nameOf, validityOf } from '../read/parse.ts';

/** One certificate of a chain that a server showed, in words for a person. */
export interface FetchedCertificate {
  /** What it is in the chain: the server's own, or a CA that signed the one before it. */
  readonly kind: 'server' | 'intermediate' | 'root';
  readonly subject: string;
  readonly issuer: string;
  /** ms since the epoch */
  readonly from: number;
  readonly to: number;
  readonly daysLeft: number;
  /** `DNS:db.example.com`, `IP:198.51.100.11` */
  readonly names: readonly string[];
  /** `RSA 2048`, `EC prime256v1` */
  readonly key: string;
  /** SHA-256, as openssl prints it. */
  readonly fingerprint: string;
}

export interface FetchedChain {
  readonly certificates: readonly FetchedCertificate[];
  /** The CAs among them that lead from the server's certificate to a root, as one PEM file; absent: they do not. */
  readonly ca?: { readonly pem: string; readonly fingerprints: readonly string[] };
  /** Why there is no authority. */
  readonly lacks?: string;
}

/** What a chain as a server sent it is, and whether the CA is in it. @param now ms since the epoch */
export function describeChain(chain: readonly X509Certificate[], now: number): FetchedChain {
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
  if (!own || !last) return 'the server shows no certificate';
  if (isSelfSigned(own) && !own.ca)
    return 'its certificate is signed by itself, and is no CA: the product wants one that a CA signed';
  const gap = chain.find((x509, i) => i > 0 && !isSignedBy(chain[i - 1]!, x509));
  if (gap) return `${nameOf(gap.subject)} did not sign the certificate before it`;
  if (isSelfSigned(last)) return undefined;
  return `the server does not send the CA that signed ${nameOf(last.subject)}: ${nameOf(last.issuer)}`;
}

function describe(x509: X509Certificate, place: number, now: number): FetchedCertificate {
  return {
    kind: kindOf(x509, place),
    subject: nameOf(x509.subject),
    issuer: nameOf(x509.issuer),
    ...validityOf(x509),
    daysLeft: daysLeft(x509, now),
    names: namesOf(x509),
    key: keyOf(x509),
    fingerprint: x509.fingerprint256,
  };
}

function kindOf(x509: X509Certificate, place: number): FetchedCertificate['kind'] {
  if (isSelfSigned(x509) && x509.ca) return 'root';
  return place === 0 ? 'server' : 'intermediate';
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
