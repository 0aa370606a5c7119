import { X509Certificate } from 'node:crypto';
import { parseCertificates } from './parse.ts';
import { unpackPkcs7 } from '../issue/x509.ts';

const PKCS7 = /-----BEGIN PKCS7-----([^-]*)-----END PKCS7-----/;

/** Parses all certificates of a file from a CA. Returns undefined if the file is not PEM, DER or PKCS #7. */
export function parseBundle(contents: Buffer): readonly X509Certificate[] | undefined {
  const text = contents.toString('latin1');
  if (text.includes('-----BEGIN CERTIFICATE-----')) return parseCertificates(text);
  const [, armored] = PKCS7.exec(text) ?? [];
  const raw = armored === undefined ? contents : Buffer.from(armored, 'base64');
  try {
    return [new X509Certificate(raw)];
  } catch {
    return unpacked(raw);
  }
}

function unpacked(raw: Buffer): readonly X509Certificate[] | undefined {
  try {
    const all = unpackPkcs7(raw).map((one) => new X509Certificate(one));
    return all.length === 0 ? undefined : all;
  } catch {
    return undefined;
  }
}
