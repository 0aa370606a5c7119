import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { Failure, fileNotFound, validationError } from '../base/failure.ts';

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Reads the first certificate of a file. The real product ignores further ones too. */
export function readCertificate(path: string): X509Certificate {
  if (!isFile(path)) throw fileNotFound(path);
  return new X509Certificate(readFileSync(path));
}

export function checkCertificateFile(path: string): X509Certificate {
  if (!isFile(path)) throw validationError(`Cert file ${path} does not exist`);
  try {
    return readCertificate(path);
  } catch (error) {
    throw validationError(`Cert file ${path} is invalid: ${(error as Error).message}`);
  }
}

export function checkKeyFile(path: string, password?: string): KeyObject {
  if (!isFile(path)) throw validationError(`Key file ${path} does not exist`);
  const key = readFileSync(path);
  try {
    return createPrivateKey(password ? { key, passphrase: password } : { key });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MISSING_PASSPHRASE')
      throw new Failure('TypeError', 'Password was not given but private key is encrypted');
    throw validationError(`Cert file ${path} is invalid: ${(error as Error).message}`);
  }
}

/** Compares numbers that only RSA keys have. Other kinds of keys crash here, as in the real product. */
export function checkCertMatchesKey(certPath: string, keyPath: string, password?: string): void {
  const key = checkKeyFile(keyPath, password);
  const cert = checkCertificateFile(certPath);
  for (const found of [cert.publicKey, key])
    if (found.asymmetricKeyType !== 'rsa') throw noModulus(found.asymmetricKeyType);
  const der = (k: KeyObject): Buffer => k.export({ type: 'spki', format: 'der' });
  if (!der(cert.publicKey).equals(der(createPublicKey(key))))
    throw validationError(`Key ${keyPath} does not match the cert ${certPath}`);
}

function noModulus(type: string | undefined): Failure {
  const name = type === 'ec' ? 'EllipticCurvePublicNumbers' : 'Ed25519PublicKey';
  return new Failure('AttributeError', `'${name}' object has no attribute 'n'`);
}

export function isSignedBy(caPath: string, certPath: string): boolean {
  const ca = readCertificate(caPath);
  const cert = readCertificate(certPath);
  if (ca.publicKey.asymmetricKeyType !== 'rsa')
    throw new Failure('TypeError', 'ECPublicKey.verify() takes 3 positional arguments but 4 were given');
  return cert.verify(ca.publicKey);
}

export function commonName(path: string): string | undefined {
  const line = readCertificate(path)
    .subject?.split('\n')
    .find((part) => part.startsWith('CN='));
  return line?.slice('CN='.length);
}

export interface AlternativeNames {
  readonly names: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

export function alternativeNames(path: string): AlternativeNames {
  const text = readCertificate(path).subjectAltName;
  if (text === undefined) {
    const oid = '<ObjectIdentifier(oid=2.5.29.17, name=subjectAltName)>';
    throw new Failure('ExtensionNotFound', `No ${oid} extension was found`);
  }
  const entries = text.split(', ');
  const of = (kind: string): Set<string> =>
    new Set(entries.filter((e) => e.startsWith(kind)).map((e) => e.slice(kind.length)));
  return { names: of('DNS:'), addresses: of('IP Address:') };
}

export const carries = (sans: AlternativeNames, value: string): boolean =>
  isIP(value) ? sans.addresses.has(value) : sans.names.has(value);
