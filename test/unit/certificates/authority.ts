import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A CA and its certificates for tests, made in memory: each can be wrong in one way. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Leaf {
  readonly commonName?: string;
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  /** ms since the epoch */
  readonly from?: number;
  readonly to?: number;
  readonly kind?: 'rsa' | 'short' | 'ec';
  /** Certificates of the same slot share a key: making one takes long. */
  readonly slot?: string;
}

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

x509.cryptoProvider.set(webcrypto);

export interface Authority extends Issued {
  issue(leaf: Leaf): Promise<Issued>;
}

export async function makeAuthority(
  name = 'Test CA',
  { ca = true, to = NOW + 3650 * DAY, slot = 'ca' } = {},
): Promise<Authority> {
  const keys = await keysOf('rsa', slot);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    notBefore: new Date(NOW - DAY),
    notAfter: new Date(to),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: RSA,
    extensions: [new x509.BasicConstraintsExtension(ca, undefined, true)],
  });
  return {
    certificate: certificate.toString('pem'),
    key: await pem(keys.privateKey),
    issue: (leaf) => issue(leaf, { subject: certificate.subject, key: keys.privateKey }),
  };
}

async function issue(leaf: Leaf, issuer: { subject: string; key: webcrypto.CryptoKey }): Promise<Issued> {
  const keys = await keysOf(leaf.kind ?? 'rsa', leaf.slot ?? 'leaf');
  const alternatives = [
    ...(leaf.names ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(leaf.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    notBefore: new Date(leaf.from ?? NOW - DAY),
    notAfter: new Date(leaf.to ?? NOW + 365 * DAY),
    subject: `CN=${leaf.commonName ?? 'host'}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: issuer.key,
    signingAlgorithm: RSA,
    extensions: alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : [],
  });
  return { certificate: certificate.toString('pem'), key: await pem(keys.privateKey) };
}

const made = new Map<string, Promise<webcrypto.CryptoKeyPair>>();

function keysOf(kind: 'rsa' | 'short' | 'ec', slot: string): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = { rsa: RSA, short: SHORT, ec: EC }[kind];
  const known = made.get(`${kind} ${slot}`);
  const keys = known ?? webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  made.set(`${kind} ${slot}`, keys);
  return keys;
}

async function pem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
