import 'reflect-metadata';
import { createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { KeyObject, X509Certificate } from 'node:crypto';
import { Secret } from '../../model/secret.ts';
import type { SubjectNames } from '../check/names.ts';
import type { CertificateUse } from '../check/pairs.ts';

/** Makes a key pair of so many bits; tests give one that is faster. */
export type GenerateKeys = (bits: number) => Promise<webcrypto.CryptoKeyPair>;

/** Whom a certificate, or a request for one, is for. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly names: SubjectNames;
  readonly uses: readonly CertificateUse[];
}

/** ms since the epoch, both */
export interface Validity {
  readonly from: number;
  readonly to: number;
}

/** Who signs. */
export interface Signer {
  readonly certificate: X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
};
const HOST_USAGE = x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment;
const CA_USAGE = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
const EXTENDED: Readonly<Record<CertificateUse, x509.ExtendedKeyUsage>> = {
  server: x509.ExtendedKeyUsage.serverAuth,
  client: x509.ExtendedKeyUsage.clientAuth,
};

x509.cryptoProvider.set(webcrypto);

/** RSA: the product crashes on other keys. */
export const generateKeys: GenerateKeys = (modulusLength) =>
  webcrypto.subtle.generateKey({ ...RSA, modulusLength }, true, ['sign', 'verify']);

/** The pair of a private RSA key. */
export async function importKeys(own: KeyObject): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  const [privateKey, publicKey] = await Promise.all([
    subtle.importKey('pkcs8', own.export({ type: 'pkcs8', format: 'der' }), RSA, true, ['sign']),
    subtle.importKey('spki', createPublicKey(own).export({ type: 'spki', format: 'der' }), RSA, true, [
      'verify',
    ]),
  ]);
  return { privateKey, publicKey };
}

/** The private key as PKCS #8, PEM. */
export async function exportKey({ privateKey }: webcrypto.CryptoKeyPair): Promise<Secret> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return new Secret(`${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`);
}

/** @returns PEM */
export async function selfSign(
  keys: webcrypto.CryptoKeyPair,
  { commonName, organization, validity }: { commonName: string; organization: string; validity: Validity },
): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...dates(validity),
    name: [{ CN: [commonName] }, { O: [organization] }],
    keys,
    signingAlgorithm: RSA,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(CA_USAGE, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pem(certificate);
}

/** What the specification's example asks for, and the uses. @returns PEM */
export async function signCertificate(
  subject: CertificateSubject,
  { signer, publicKey, validity }: { signer: Signer; publicKey: webcrypto.CryptoKey; validity: Validity },
): Promise<string> {
  const authority = new x509.X509Certificate(signer.certificate.raw);
  const certificate = await x509.X509CertificateGenerator.create({
    ...dates(validity),
    subject: [{ CN: [subject.commonName] }],
    issuer: authority.subjectName,
    publicKey,
    signingKey: signer.key,
    signingAlgorithm: RSA,
    extensions: [
      ...extensionsOf(subject),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  return pem(certificate);
}

/** A request that asks a CA for the same certificate. @returns PEM */
export async function signRequest(
  subject: CertificateSubject,
  keys: webcrypto.CryptoKeyPair,
): Promise<string> {
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [subject.commonName] }],
    keys,
    signingAlgorithm: RSA,
    extensions: extensionsOf(subject),
  });
  return pem(request);
}

/** DER of every certificate in a bundle of PKCS #7. @throws Error for what is none */
export function unpackPkcs7(raw: Buffer): readonly Buffer[] {
  return new x509.X509Certificates(raw).map((one) => Buffer.from(one.rawData));
}

function extensionsOf({ names, uses }: CertificateSubject): x509.Extension[] {
  const alternatives = alternativesOf(names);
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(HOST_USAGE, true),
    new x509.ExtendedKeyUsageExtension(uses.map((use) => EXTENDED[use])),
    ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
  ];
}

/** Addresses among the DNS names too: HAProxy's `verifyhost` and the product's own tools look only there. */
function alternativesOf({ hostnames, addresses }: SubjectNames): x509.JsonGeneralNames {
  return [
    ...[...hostnames, ...addresses].map((value) => ({ type: 'dns' as const, value })),
    ...addresses.map((value) => ({ type: 'ip' as const, value: canonical(value) })),
  ];
}

/** Of the ways to write an IPv6 address the library reads not all. */
function canonical(address: string): string {
  return address.includes(':') ? new URL(`https://[${address}]`).hostname.slice(1, -1) : address;
}

function dates({ from, to }: Validity) {
  // Positive and of full length: the first bit is 0, and the first byte is not.
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return { serialNumber: serial.toString('hex'), notBefore: new Date(from), notAfter: new Date(to) };
}

const pem = (item: { toString(format: 'pem'): string }): string => `${item.toString('pem')}\n`;
