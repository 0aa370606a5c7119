import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Problem } from '../errors/errors.ts';
import { missingNames } from './names.ts';
import type { Names } from './names.ts';

/** A file of the laptop as it was read. */
export interface PemFile {
  readonly path: string;
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

/** A certificate and its key, and whose they are. */
export interface PairFiles {
  readonly host: string;
  readonly certificate: PemFile;
  readonly key: PemFile;
}

/** What a pair must satisfy. */
export interface Wanted extends Names {
  /** Absent when the CA itself is wrong, which is told apart. */
  readonly ca?: X509Certificate;
  /** ms since the epoch */
  readonly now: number;
  /** Of client certificates: the product takes the database user from it (val.py, 7.0). */
  readonly commonName?: string;
}

/** Bits. What the security level of Debian 12 and RHEL 8 asks for. */
const SHORTEST_KEY = 2048;

/** Where and what; `where` is always the file. */
type Found = Omit<Problem, 'where'>;

/** Everything that is wrong with a certificate and its key: file, host, what was seen, what to do. */
export function checkPair({ host, certificate, key }: PairFiles, wanted: Wanted): readonly Problem[] {
  const x509 = parseCertificate(certificate.text);
  const privateKey = parseKey(key.text);
  const ofCertificate = x509 ? certificateFaults(x509, certificate, { host, ...wanted }) : [NO_CERTIFICATE];
  const ofKey = [...modeFaults(key), ...(typeof privateKey === 'string' ? [keyFault(privateKey)] : [])];
  const match = x509 && typeof privateKey !== 'string' && !x509.checkPrivateKey(privateKey);
  return [
    ...ofCertificate.map((found) => ({ where: certificate.path, ...found })),
    ...[...ofKey, ...(match ? [otherKey(host)] : [])].map((found) => ({ where: key.path, ...found })),
  ];
}

/** The CA's certificate (of a bundle the first: the product reads no other), and what is wrong with it. */
export function checkAuthority(
  { path, text }: PemFile,
  now: number,
): { readonly ca?: X509Certificate; readonly problems: readonly Problem[] } {
  const ca = parseCertificate(text);
  if (!ca) return { problems: [{ where: path, ...NO_CERTIFICATE }] };
  const faults = [...(ca.ca ? [] : [NO_AUTHORITY]), ...kindFaults(ca), ...validityFaults(ca, 'the CA', now)];
  return { ca, problems: faults.map((found) => ({ where: path, ...found })) };
}

function certificateFaults(
  x509: X509Certificate,
  { text }: PemFile,
  wanted: Wanted & { readonly host: string },
): readonly Found[] {
  const { host, ca, now, commonName } = wanted;
  return [
    ...kindFaults(x509),
    ...(ca ? issuerFaults(x509, ca, text) : []),
    ...validityFaults(x509, host, now),
    ...nameFaults(x509, wanted),
    ...(commonName !== undefined && commonNameOf(x509) !== commonName
      ? [otherName(host, commonName, x509)]
      : []),
  ];
}

function kindFaults({ publicKey }: X509Certificate): readonly Found[] {
  const next = `issue it anew with an RSA key of ${SHORTEST_KEY} bits or more`;
  if (publicKey.asymmetricKeyType !== 'rsa') {
    const kind = publicKey.asymmetricKeyType?.toUpperCase() ?? 'unknown';
    return [{ what: `its key is ${kind}, not RSA`, why: 'the product crashes on other keys', next }];
  }
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits >= SHORTEST_KEY) return [];
  return [{ what: `its key has ${bits} bits only`, why: "the hosts' OpenSSL refuses such short keys", next }];
}

/** The product compares one signature: what an intermediate signed, it does not trust. */
function issuerFaults(x509: X509Certificate, ca: X509Certificate, text: string): readonly Found[] {
  const chained = (text.match(/-----BEGIN CERTIFICATE-----/g) ?? []).length > 1;
  if (!x509.checkIssued(ca))
    return [
      {
        what: `it is issued by ${oneLine(x509.issuer)}, not by the CA ${oneLine(ca.subject)}`,
        ...(chained ? { why: 'the product does not follow intermediate certificates' } : {}),
        next: 'have it signed by the CA in ca.crt itself',
      },
    ];
  if (x509.verify(ca.publicKey)) return [];
  return [
    {
      what: `another CA of the same name signed it`,
      why: 'the CA was made anew after this certificate was issued',
      next: 'issue it anew, or put the older ca.crt back',
    },
  ];
}

function validityFaults(x509: X509Certificate, whose: string, now: number): readonly Found[] {
  const [from, to] = [Date.parse(x509.validFrom), Date.parse(x509.validTo)];
  if (now < from)
    return [
      {
        what: `the certificate of ${whose} is valid only from ${day(from)}`,
        next: "check this machine's clock",
      },
    ];
  if (now > to) return [{ what: `the certificate of ${whose} expired on ${day(to)}`, next: 'issue it anew' }];
  return [];
}

function nameFaults(x509: X509Certificate, wanted: Names & { readonly host: string }): readonly Found[] {
  const missing = missingNames(x509, wanted);
  if (missing.length === 0) return [];
  return [
    {
      what: `the certificate of ${wanted.host} does not name ${missing.join(', ')}`,
      why: `it names ${x509.subjectAltName ?? 'nothing: it has no subject alternative names'}`,
      next: 'issue it anew with these as subject alternative names',
    },
  ];
}

function modeFaults({ mode }: PemFile): readonly Found[] {
  if ((mode & 0o077) === 0) return [];
  return [
    {
      what: `others on this machine can read the key (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
      next: 'chmod 600 it',
    },
  ];
}

const NO_CERTIFICATE: Found = {
  what: 'there is no readable certificate in it',
  next: 'it must be PEM: -----BEGIN CERTIFICATE-----',
};
const NO_AUTHORITY: Found = {
  what: 'this certificate is not one of a CA (basicConstraints)',
  next: "put the certificate that signed the hosts' certificates there",
};

const keyFault = (what: string): Found => ({ what, next: 'it must be an unencrypted PEM key' });

const otherKey = (host: string): Found => ({
  what: `the key does not belong to the certificate of ${host}`,
  next: 'put the key there that the certificate was made with, or issue both anew',
});

function otherName(host: string, wanted: string, x509: X509Certificate): Found {
  return {
    what: `this client certificate of ${host} has the common name ${commonNameOf(x509) ?? '(none)'}`,
    why: 'the product takes the database user from it',
    next: `issue it anew with CN=${wanted}`,
  };
}

function parseCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}

/** @returns the key, or what is wrong with it */
function parseKey(text: string): KeyObject | string {
  if (/ENCRYPTED/.test(text)) return 'the key is encrypted, and the product has no passphrase for it';
  try {
    return createPrivateKey(text);
  } catch {
    return 'there is no readable private key in it';
  }
}

const commonNameOf = ({ subject }: X509Certificate): string | undefined => /^CN=(.*)$/m.exec(subject)?.[1];
const oneLine = (name: string): string => name.split('\n').join(', ');
const day = (ms: number): string =>
  Number.isNaN(ms) ? 'an unreadable date' : new Date(ms).toISOString().slice(0, 10);
