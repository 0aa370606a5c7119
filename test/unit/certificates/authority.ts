import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, created in memory. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Leaf {
  readonly commonName?: string;
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
  readonly kind?: Kind;
  /** Certificates of the same slot share a key, because generating a key takes long. */
  readonly slot?: string;
  readonly hash?: 'SHA-1';
  readonly ca?: true;
  readonly uses?: readonly x509.ExtendedKeyUsage[];
  /** Critical key usage. */
  readonly usage?: x509.KeyUsageFlags;
  /** Adds a critical extension that no program knows. */
  readonly unknownExtension?: true;
}

export const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
export const { keyCertSign, cRLSign, keyEncipherment, dataEncipherment } = x509.KeyUsageFlags;
export const NOW = Date.UTC(2030, 0, 15);
const DAY = 86_400_000;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const SHORT = { ...RSA, modulusLength: 1024 };
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const ALGORITHMS = { rsa: RSA, short: SHORT, ec: EC };
type Kind = keyof typeof ALGORITHMS;

x509.cryptoProvider.set(webcrypto);

export interface Authority extends Issued {
  issue(leaf: Leaf): Promise<Issued>;
  /** Creates an intermediate CA below this one. */
  below(name: string, to?: number): Promise<Authority>;
}

export async function makeAuthority(
  name = 'Test CA',
  {
    ca = true,
    from = NOW - DAY,
    to = NOW + 3650 * DAY,
    slot = 'ca',
    kind = 'rsa',
    usage = x509.KeyUsageFlags.keyCertSign,
  }: AuthorityOptions = {},
): Promise<Authority> {
  const keys = await keysOf(kind, slot);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    notBefore: new Date(from),
    notAfter: new Date(to),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHMS[kind],
    extensions: [
      new x509.BasicConstraintsExtension(ca, undefined, true),
      new x509.KeyUsagesExtension(usage, true),
    ],
  });
  return authority(name, { certificate: text(certificate), keys, kind });
}

interface AuthorityOptions {
  readonly ca?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly slot?: string;
  readonly kind?: Kind;
  readonly usage?: x509.KeyUsageFlags;
}

async function authority(
  name: string,
  { certificate, keys, kind = 'rsa' }: { certificate: string; keys: webcrypto.CryptoKeyPair; kind?: Kind },
): Promise<Authority> {
  const issuer = { subject: `CN=${name}`, key: keys.privateKey, algorithm: ALGORITHMS[kind] };
  return {
    certificate,
    key: await pem(keys.privateKey),
    issue: (leaf) => issue(leaf, issuer),
    below: async (commonName, to = NOW + 365 * DAY) => {
      const issued = await issue({ commonName, ca: true, slot: commonName, to }, issuer);
      return authority(commonName, {
        certificate: issued.certificate,
        keys: await keysOf('rsa', commonName),
      });
    },
  };
}

interface Issuer {
  readonly subject: string;
  readonly key: webcrypto.CryptoKey;
  readonly algorithm: (typeof ALGORITHMS)[Kind];
}

async function issue(leaf: Leaf, issuer: Issuer): Promise<Issued> {
  const keys = await keysOf(leaf.kind ?? 'rsa', leaf.slot ?? 'leaf');
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    notBefore: new Date(leaf.from ?? NOW - DAY),
    notAfter: new Date(leaf.to ?? NOW + 365 * DAY),
    subject: `CN=${leaf.commonName ?? 'host'}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: leaf.hash ? await withHash(issuer.key, leaf.hash) : issuer.key,
    signingAlgorithm: issuer.algorithm,
    extensions: extensionsOf(leaf),
  });
  return { certificate: text(certificate), key: await pem(keys.privateKey) };
}

function extensionsOf(leaf: Leaf): x509.Extension[] {
  const alternatives = [
    ...(leaf.names ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(leaf.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  return [
    ...(leaf.ca ? [new x509.BasicConstraintsExtension(true, undefined, true)] : []),
    ...(leaf.usage ? [new x509.KeyUsagesExtension(leaf.usage, true)] : []),
    ...(leaf.unknownExtension ? [new x509.Extension('1.2.3.4', true, new Uint8Array([5, 0]))] : []),
    ...(leaf.uses ? [new x509.ExtendedKeyUsageExtension([...leaf.uses])] : []),
    ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
  ];
}

/** Imports the key again, because a key is bound to its hash algorithm. */
async function withHash(key: webcrypto.CryptoKey, hash: string): Promise<webcrypto.CryptoKey> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return webcrypto.subtle.importKey('pkcs8', der, { ...RSA, hash }, true, ['sign']);
}

const made = new Map<string, Promise<webcrypto.CryptoKeyPair>>();

function keysOf(kind: Kind, slot: string): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = ALGORITHMS[kind];
  const known = made.get(`${kind} ${slot}`);
  const keys = known ?? webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  made.set(`${kind} ${slot}`, keys);
  return keys;
}

async function pem(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

const text = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`;
