import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { allHosts, balancer, hostsOf, type LabHost } from './hosts.ts';
import { paths } from './paths.ts';

const rsa = (bits: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: bits,
});
const day = 86_400_000;
const file = (name: string) => join(paths.certificates, name);
const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

interface Leaf {
  readonly name: string;
  readonly commonName: string;
  readonly usages: readonly x509.ExtendedKeyUsage[];
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

/** Makes what is missing in `.lab/certificates`: RSA throughout, because the product crashes on EC keys. */
export async function ensureCertificates(): Promise<void> {
  mkdirSync(paths.certificates, { recursive: true, mode: 0o700 });
  x509.cryptoProvider.set(webcrypto);
  const missing = leaves().filter((leaf) => !present(leaf.name));
  if (missing.length === 0 && present('ca')) return;
  const fresh = !present('ca');
  const issuer = fresh ? await makeAuthority() : await readAuthority();
  // A new authority makes every certificate that an older one signed worthless.
  await Promise.all((fresh ? leaves() : missing).map((leaf) => issue(issuer, leaf)));
}

const present = (name: string): boolean => existsSync(file(`${name}.crt`)) && existsSync(file(`${name}.key`));

function leaves(): readonly Leaf[] {
  const managers = hostsOf('manager', allHosts);
  const client = (name: string, commonName: string): Leaf => ({
    name,
    commonName,
    usages: [clientAuth],
    names: [],
    addresses: [],
  });
  return [
    ...allHosts.map(hostLeaf),
    ...managers.map((host) => client(`${host.name}-db-client`, 'cloudify')),
    ...managers.map((host) => client(`${host.name}-db-superuser`, 'postgres')),
  ];
}

/** Addresses stand among the DNS names too: HAProxy's `verifyhost` compares an address with those only. */
function hostLeaf(host: LabHost): Leaf {
  const addresses = ['127.0.0.1', host.address, ...(host.role === 'manager' ? [balancer.address] : [])];
  return {
    name: host.name,
    commonName: host.name,
    usages: [serverAuth, clientAuth],
    names: [host.name, 'localhost', ...addresses],
    addresses,
  };
}

async function makeAuthority(): Promise<Issuer> {
  const keys = await webcrypto.subtle.generateKey(rsa(3072), true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(3650),
    name: 'CN=Quorate lab CA',
    keys,
    signingAlgorithm: rsa(3072),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await keep('ca', certificate, keys.privateKey);
  return { certificate, key: keys.privateKey };
}

async function readAuthority(): Promise<Issuer> {
  const der = x509.PemConverter.decodeFirst(readFileSync(file('ca.key'), 'utf8'));
  const key = await webcrypto.subtle.importKey('pkcs8', der, rsa(3072), false, ['sign']);
  return { certificate: new x509.X509Certificate(readFileSync(file('ca.crt'), 'utf8')), key };
}

async function issue(issuer: Issuer, leaf: Leaf): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(rsa(2048), true, ['sign', 'verify']);
  const alternatives = [
    ...leaf.names.map((value) => ({ type: 'dns' as const, value })),
    ...leaf.addresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(825),
    subject: `CN=${leaf.commonName}`,
    issuer: issuer.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: issuer.key,
    signingAlgorithm: rsa(2048),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([...leaf.usages]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey),
      ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
    ],
  });
  await keep(leaf.name, certificate, keys.privateKey);
}

function validity(days: number) {
  const start = Date.now() - day;
  // A positive serial number of full length: the first bit must be 0 and the first byte not 0.
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return {
    serialNumber: serial.toString('hex'),
    notBefore: new Date(start),
    notAfter: new Date(start + days * day),
  };
}

async function keep(
  name: string,
  certificate: x509.X509Certificate,
  key: webcrypto.CryptoKey,
): Promise<void> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  writeFileSync(file(`${name}.key`), `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`, { mode: 0o600 });
  writeFileSync(file(`${name}.crt`), `${certificate.toString('pem')}\n`, { mode: 0o644 });
}
