import 'reflect-metadata';
import { createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { KeyObject, X509Certificate } from 'node:crypto';
import { Secret } from '../../model/secret.ts';
import type { SubjectNames } from '../check/names.ts';
import type { CertificateUse } from '../check/pairs.ts';
import type { EpochMs } from '../../model/duration.ts';
import { compressIpv6 } from '../../model/address.ts';
import { RSA } from './generate-keys.ts';

/** The subject of a certificate or of a certificate request. */
interface CertificateSubject {
  readonly commonName: string;
  readonly names: SubjectNames;
  readonly uses: readonly CertificateUse[];
}

interface Validity {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A CA that can sign. */
export interface Signer {
  readonly certificate: X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

const HOST_USAGE = x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment;
const CA_USAGE = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
const EXTENDED: Readonly<Record<CertificateUse, x509.ExtendedKeyUsage>> = {
  server: x509.ExtendedKeyUsage.serverAuth,
  client: x509.ExtendedKeyUsage.clientAuth,
};

x509.cryptoProvider.set(webcrypto);

/** Returns the key pair of a private RSA key. */
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

/** Returns the private key as PKCS #8 in PEM format. */
export async function exportKey({ privateKey }: webcrypto.CryptoKeyPair): Promise<Secret> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return new Secret(`${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`);
}

/** Creates a self-signed CA certificate. @returns PEM */
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

/** Signs a certificate with the extensions of the specification's example and an extended key usage. @returns PEM */
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

/** Creates a request for the certificate that `signCertificate` would issue. @returns PEM */
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

/** Returns every certificate of a PKCS #7 bundle as DER. @throws Error if `raw` is not PKCS #7 */
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

/**
 * Lists addresses as DNS names too, because HAProxy's `verifyhost` and the product's own tools compare only DNS names.
 */
function alternativesOf({ hostnames, addresses }: SubjectNames): x509.JsonGeneralNames {
  return [
    ...[...hostnames, ...addresses].map((value) => ({ type: 'dns' as const, value })),
    ...addresses.map((value) => ({ type: 'ip' as const, value: compressIpv6(value) })),
  ];
}

function dates({ from, to }: Validity) {
  // The serial number must be positive and not shorter than 16 bytes: the first bit is 0, the first byte is not 0.
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return { serialNumber: serial.toString('hex'), notBefore: new Date(from), notAfter: new Date(to) };
}

const pem = (item: { toString(format: 'pem'): string }): string => `${item.toString('pem')}\n`;
