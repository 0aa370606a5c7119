import { existsSync } from 'node:fs';
import { validationError } from '../base/failure.ts';
import type { CertificateSection } from '../config/settings.ts';
import { checkCertificateFile, checkCertMatchesKey, isSignedBy } from './read.ts';

/** Configuration keys with the parts of one certificate. */
export interface CertificateKeys {
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly caKey?: string;
  readonly password?: string;
}

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly caKey: string;
  readonly password: string;
}

export function prefixedKeys(prefix: string): CertificateKeys {
  return {
    cert: `${prefix}cert_path`,
    key: `${prefix}key_path`,
    ca: `${prefix}ca_path`,
    caKey: `${prefix}ca_key_path`,
    password: `${prefix}key_password`,
  };
}

export function filesOf(section: CertificateSection, keys: CertificateKeys): CertificateFiles {
  const value = (key: string | undefined): string =>
    key === undefined ? '' : ((section[key] ?? '') as string);
  return {
    cert: value(keys.cert),
    key: value(keys.key),
    ca: value(keys.ca),
    caKey: value(keys.caKey),
    password: value(keys.password),
  };
}

/** Checks that the key, the certificate and its CA match. */
export function checkFiles({ cert, key, ca, caKey, password }: CertificateFiles): void {
  if (cert && key) checkCertMatchesKey(cert, key, password);
  else if (cert || key)
    throw validationError('Either both cert_path and key_path must be provided, or neither.');
  if (!ca) return;
  checkCertificateFile(ca);
  if (cert && !isSignedBy(ca, cert))
    throw validationError(`Provided certificate ${cert} was not signed by provided CA ${ca}`);
  if (caKey && existsSync(caKey)) checkCertMatchesKey(ca, caKey, password);
}

/** Checks the files of a section during validation, which also rejects a CA without a certificate. */
export function checkSection(section: CertificateSection, prefix: string, component: string): void {
  const files = filesOf(section, prefixedKeys(prefix));
  const failing = [files.password && 'key_password', files.ca && 'ca_path', files.caKey && 'ca_key_path'];
  const given = failing.filter(Boolean).join(' or ');
  if (!files.cert && !files.key && given) {
    const text = `If ${given} was provided, both cert_path and key_path must be provided in ${component}`;
    throw validationError(text);
  }
  checkFiles(files);
}
