import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const directories: string[] = [];

/** Deletes the files of all authorities; call it in `afterAll`. */
export const removeAuthorities = (): void =>
  directories.splice(0).forEach((directory) => rmSync(directory, { recursive: true }));

export interface Issued {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  readonly ca: string;
  issue(leaf: { name: string; alternatives?: readonly string[]; keys?: 'rsa' | 'ec' }): Promise<Issued>;
}

/** Creates a CA that writes its certificates into a directory, because the product reads files. */
export async function createAuthority(): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto);
  const dir = mkdtempSync(join(tmpdir(), 'product-test-'));
  directories.push(dir);
  const keys = await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const name = 'CN=test CA';
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...valid(),
    name,
    keys,
    signingAlgorithm: rsa,
  });
  const save = (file: string, text: string): string => {
    writeFileSync(join(dir, file), text);
    return join(dir, file);
  };
  const ca = save('ca.crt', own.toString('pem'));
  return {
    ca,
    async issue(leaf) {
      const algorithm = leaf.keys === 'ec' ? ec : rsa;
      const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const certificate = await x509.X509CertificateGenerator.create({
        ...valid(),
        subject: `CN=${leaf.name}`,
        issuer: own.subject,
        publicKey: pair.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: rsa,
        extensions: alternatives(leaf.alternatives ?? []),
      });
      const der = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
      return {
        cert: save(`${leaf.name}.crt`, certificate.toString('pem')),
        key: save(`${leaf.name}.key`, x509.PemConverter.encode(der, 'PRIVATE KEY')),
      };
    },
  };
}

const valid = () => ({
  notBefore: new Date(Date.now() - 60_000),
  notAfter: new Date(Date.now() + 3_600_000),
});

function alternatives(values: readonly string[]): x509.Extension[] {
  if (values.length === 0) return [];
  const type = (value: string) => (/^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const));
  return [new x509.SubjectAlternativeNameExtension(values.map((value) => ({ type: type(value), value })))];
}
