import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const DAY = 86_400_000;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** A file of the laptop as it was read. */
export interface PemFile {
  readonly path: string;
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

/** Every certificate of a PEM file, in its order; undefined when one of them, or the whole, cannot be read. */
export function parseCertificates(text: string): readonly X509Certificate[] | undefined {
  const blocks = text.match(CERTIFICATE) ?? [];
  try {
    return blocks.length === 0 ? undefined : blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/** @returns the key, or why it cannot be used */
export function parseKey(text: string): KeyObject | 'encrypted' | 'unreadable' {
  if (/ENCRYPTED/.test(text)) return 'encrypted';
  try {
    return createPrivateKey(text);
  } catch {
    return 'unreadable';
  }
}

/** Did this authority's key sign it? */
export function isSignedBy(x509: X509Certificate, authority: X509Certificate): boolean {
  return x509.checkIssued(authority) && x509.verify(authority.publicKey);
}

export function isSelfSigned(x509: X509Certificate): boolean {
  return x509.subject === x509.issuer && x509.verify(x509.publicKey);
}

export function commonNameOf({ subject }: X509Certificate): string | undefined {
  return /^CN=(.*)$/m.exec(subject)?.[1];
}

/** `CN=db1, O=Example` */
export function nameOf(subject: string): string {
  return subject.split('\n').join(', ');
}

/** ms since the epoch */
export function validityOf({ validFrom, validTo }: X509Certificate): { from: number; to: number } {
  return { from: Date.parse(validFrom), to: Date.parse(validTo) };
}

/** Whole days that a certificate is still valid; below 0 since it expired. @param now ms since the epoch */
export function daysLeft(x509: X509Certificate, now: number): number {
  return Math.floor((validityOf(x509).to - now) / DAY);
}

/** `2030-01-15` @param ms since the epoch */
export function formatDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const OBJECT_IDENTIFIER = 0x06;
/** DER of 1.2.840.113549.1.1.4 and .5, which begin all PKCS #1 names of algorithms. */
const WEAK: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'MD5',
  '2a864886f70d010105': 'SHA-1',
};

/**
 * The digest that a certificate was signed with, if OpenSSL on today's distributions refuses it. Node does not tell,
 * so the outermost structure is read: SEQUENCE { certificate, SEQUENCE { algorithm }, signature }.
 */
export function weakDigest({ raw }: X509Certificate): string | undefined {
  const outer = element(raw, 0);
  const algorithm = element(raw, element(raw, outer.start).end);
  const name = element(raw, algorithm.start);
  if (raw[algorithm.start] !== OBJECT_IDENTIFIER) return undefined;
  return WEAK[raw.subarray(name.start, name.end).toString('hex')];
}

/** Where the contents of the DER element at an offset begin and end. */
function element(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const length = der.readUInt8(at + 1);
  const more = length < 0x80 ? 0 : length & 0x7f;
  const start = at + 2 + more;
  return { start, end: start + (more === 0 ? length : der.readUIntBE(at + 2, more)) };
}
