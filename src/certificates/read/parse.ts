import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { DAY } from '../../model/duration.ts';
import type { EpochMs } from '../../model/duration.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
/** The start of a certificate, also in the two forms that only OpenSSL reads. */
const START = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/** A file on this machine. */
export interface PemFile {
  readonly path: string;
  readonly text: string;
  /** File type and permission bits, as stat returns them. */
  readonly mode: number;
}

/** Parses all certificates of a PEM file, in order. Returns undefined if there is none, or one is invalid. */
export function parseCertificates(text: string): readonly X509Certificate[] | undefined {
  const blocks = text.match(CERTIFICATE) ?? [];
  // A certificate block without an end would otherwise be left out.
  if (blocks.length === 0 || blocks.length !== text.match(START)?.length) return undefined;
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/**
 * Returns the certificates of a PEM file, encoded again. HAProxy, Python and OpenSSL refuse a file whose blocks are not
 * separated by a line break, which `parseCertificates` accepts. A file that cannot be read is returned as it is.
 */
export function encodeCertificates(text: string): string {
  return parseCertificates(text)?.join('') ?? text;
}

/** Parses a private key. Returns the reason if it cannot be used. */
export function parseKey(text: string): KeyObject | 'encrypted' | 'unreadable' {
  if (/ENCRYPTED/.test(text)) return 'encrypted';
  try {
    return createPrivateKey(text);
  } catch {
    return 'unreadable';
  }
}

/** Returns a private key, encoded again in its own format. A key that cannot be used is returned as it is. */
export function encodeKey(text: string): string {
  const key = parseKey(text);
  if (typeof key === 'string') return text;
  const type = text.includes('-----BEGIN RSA PRIVATE KEY-----') ? 'pkcs1' : 'pkcs8';
  return key.export({ type, format: 'pem' }).toString();
}

/** True if `authority` is the issuer and its key made the signature. */
export function isSignedBy(x509: X509Certificate, authority: X509Certificate): boolean {
  return x509.checkIssued(authority) && x509.verify(authority.publicKey);
}

export function isSelfSigned(x509: X509Certificate): boolean {
  return x509.subject === x509.issuer && x509.verify(x509.publicKey);
}

export function commonNameOf({ subject }: X509Certificate): string | undefined {
  return /^CN=(.*)$/m.exec(subject)?.[1];
}

/** Returns a subject or issuer on one line: `CN=db1, O=Example`. */
export function nameOf(subject: string): string {
  return subject.split('\n').join(', ');
}

export function validityOf({ validFrom, validTo }: X509Certificate): { from: EpochMs; to: EpochMs } {
  return { from: Date.parse(validFrom), to: Date.parse(validTo) };
}

/** Returns the whole days until a certificate expires. Negative after expiry. */
export function daysLeft(x509: X509Certificate, now: EpochMs): number {
  return Math.floor((validityOf(x509).to - now) / DAY);
}

/** Returns the day in UTC: `2030-01-15`. */
export function formatDay(time: EpochMs): string {
  return new Date(time).toISOString().slice(0, 10);
}

const OBJECT_IDENTIFIER = 0x06;
/** DER of the object identifiers 1.2.840.113549.1.1.4 and .5 (PKCS #1). */
const WEAK: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'MD5',
  '2a864886f70d010105': 'SHA-1',
};

/**
 * Returns the signature digest of a certificate if OpenSSL on current distributions refuses it; otherwise undefined.
 * Node does not expose it, so this reads the outermost structure: SEQUENCE { certificate, SEQUENCE { algorithm },
 * signature }.
 */
export function weakDigest({ raw }: X509Certificate): string | undefined {
  const outer = element(raw, 0);
  const algorithm = element(raw, element(raw, outer.start).end);
  const name = element(raw, algorithm.start);
  if (raw[algorithm.start] !== OBJECT_IDENTIFIER) return undefined;
  return WEAK[raw.subarray(name.start, name.end).toString('hex')];
}

/** Returns the offsets at which the contents of a DER element start and end. */
function element(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const length = der.readUInt8(at + 1);
  const more = length < 0x80 ? 0 : length & 0x7f;
  const start = at + 2 + more;
  return { start, end: start + (more === 0 ? length : der.readUIntBE(at + 2, more)) };
}
