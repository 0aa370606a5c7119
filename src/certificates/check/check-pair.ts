import type { KeyObject, X509Certificate } from 'node:crypto';
import type { ClusterCa } from './cluster-ca.ts';
import { chainFaults } from './chain.ts';
import {
  validityFaults,
  ISSUE_COMMAND,
  embeddedKeyFaults,
  algorithmFaults,
  unreadableCertificate,
} from './certificate-faults.ts';
import { wrongFormat } from '../../errors/file-format.ts';
import { findingsIn } from './finding.ts';
import type { CertificateFault, CertificateFinding } from './finding.ts';
import { missingNames } from './names.ts';
import type { RequiredPair, PairKind, CertificateUse } from './pairs.ts';
import { commonNameOf, isSignedBy, parseCertificates, parseKey } from '../read/parse.ts';
import type { PemFile } from '../read/parse.ts';
import type { EpochMs } from '../../model/duration.ts';

/** The CAs and the time against which a pair is checked. */
export interface CheckContext {
  /** Absent if the CA itself cannot be read, which has its own finding. */
  readonly authority?: ClusterCa;
  /** CAs of an external database. They may sign the certificates of its clients too. */
  readonly clientCas?: readonly X509Certificate[];
  readonly now: EpochMs;
}

const KIND_LABELS: Readonly<Record<PairKind, string>> = {
  own: 'certificate',
  external: 'external certificate',
  client: 'client certificate',
  superuser: "superuser's certificate",
  etcd: 'etcd certificate',
};

/** The name of a certificate in messages: `the certificate of db1`. */
export function certificateLabel({ host, kind }: Pick<RequiredPair, 'host' | 'kind'>): string {
  return `the ${KIND_LABELS[kind]} of ${host}`;
}

/**
 * Checks a certificate and its key. A file that is absent has no findings here.
 * @returns the parsed certificate, unless it cannot be read or is the CA's; and all findings
 */
export function checkPair(
  pair: RequiredPair,
  { certificate, key }: { readonly certificate?: PemFile; readonly key?: PemFile },
  context: CheckContext,
): { readonly x509?: X509Certificate; readonly findings: readonly CertificateFinding[] } {
  const all = certificate && parseCertificates(certificate.text);
  const first = all?.[0];
  const x509 = first && !isClusterCa(first, context.authority) ? first : undefined;
  const ofCertificate = certificate ? certificateFaults(pair, certificate, { ...context, all }) : [];
  const ofKey = key ? keyFaults(pair, key, x509) : [];
  return {
    ...(x509 ? { x509 } : {}),
    findings: [...findingsIn(certificate?.path ?? '', ofCertificate), ...findingsIn(key?.path ?? '', ofKey)],
  };
}

function certificateFaults(
  pair: RequiredPair,
  file: PemFile,
  context: CheckContext & { readonly all: readonly X509Certificate[] | undefined },
): readonly CertificateFault[] {
  const label = certificateLabel(pair);
  const { authority, now, all } = context;
  const [x509, ...bundled] = all ?? [];
  if (!x509) return [unreadableCertificate(label, file)];
  if (isClusterCa(x509, authority)) return [startsWithCa(label, bundled.length > 0)];
  return [
    ...embeddedKeyFaults(file.text, label),
    ...algorithmFaults(x509, label),
    ...(x509.ca ? [hasCaFlag(label)] : []),
    ...(authority && !isSignedForService(x509, pair, context)
      ? chainFaults(x509, { authority, bundled, label })
      : []),
    ...validityFaults(x509, label, now),
    ...nameFaults(x509, pair),
    ...useFaults(x509, pair),
  ];
}

/** True for a client certificate that a CA of the external database signed. */
function isSignedForService(
  x509: X509Certificate,
  { uses }: RequiredPair,
  { clientCas = [] }: CheckContext,
): boolean {
  return !uses.includes('server') && clientCas.some((one) => isSignedBy(x509, one));
}

function isClusterCa(x509: X509Certificate, authority: ClusterCa | undefined): boolean {
  const all = authority ? [authority.ca, ...authority.otherCas] : [];
  return all.some(({ raw }) => raw.equals(x509.raw));
}

const startsWithCa = (label: string, more: boolean): CertificateFault => ({
  check: 'certificate',
  what: `this file starts with the CA certificate instead of ${label}`,
  next: more ? "put the host's certificate first" : "replace it with the host's certificate",
});

const hasCaFlag = (label: string): CertificateFault => ({
  check: 'certificate',
  what: `${label} is a CA certificate`,
  why: 'with its key, an attacker on this host could issue certificates that all hosts trust',
  next: 'reissue it with basicConstraints CA:false',
});

function nameFaults(x509: X509Certificate, pair: RequiredPair): readonly CertificateFault[] {
  const { requiredNames: must, commonName, host } = pair;
  const missing = missingNames(x509, must);
  const given = commonNameOf(x509);
  return [
    ...(missing.length === 0 ? [] : [unnamed(x509, pair, missing)]),
    ...(commonName === undefined || given === commonName ? [] : [otherUser({ host, given, commonName })]),
  ];
}

function unnamed(x509: X509Certificate, pair: RequiredPair, missing: readonly string[]): CertificateFault {
  const { subjectAltName } = x509;
  const names =
    subjectAltName === undefined ? 'it has no subject alternative names' : `it names ${subjectAltName}`;
  const compared = pair.kind === 'external' && missing.includes(pair.issue.commonName);
  return {
    check: 'names',
    what: `${certificateLabel(pair)} does not name ${missing.join(', ')}`,
    why: compared
      ? `${names}; HAProxy compares the host name when it connects to a manager, on every port`
      : names,
    next: ISSUE_COMMAND,
  };
}

const otherUser = (name: {
  host: string;
  given: string | undefined;
  commonName: string;
}): CertificateFault => ({
  check: 'names',
  what: `client certificate of ${name.host}: common name ${name.given ?? '(none)'}, expected ${name.commonName}`,
  why: 'the product uses the common name as the database user',
  next: `reissue it with CN=${name.commonName}`,
});

const USES: Readonly<Record<CertificateUse, { readonly oid: string; readonly name: string }>> = {
  server: { oid: '1.3.6.1.5.5.7.3.1', name: 'serverAuth' },
  client: { oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth' },
};
const ANY_USE = '2.5.29.37.0';

/** Node calls the extended key usage `keyUsage`. A certificate without one allows every use. */
function useFaults(x509: X509Certificate, pair: RequiredPair): readonly CertificateFault[] {
  const allowed = x509.keyUsage as readonly string[] | undefined;
  if (!allowed || allowed.length === 0 || allowed.includes(ANY_USE)) return [];
  const missing = pair.uses.filter((use) => !allowed.includes(USES[use].oid)).map((use) => USES[use].name);
  if (missing.length === 0) return [];
  const peers = pair.kind === 'own' && missing.includes('clientAuth');
  return [
    {
      check: 'use',
      what: `${certificateLabel(pair)} lacks the extended key usage ${missing.join(' and ')}`,
      ...(peers ? { why: 'the members of etcd connect to each other as clients' } : {}),
      next: `reissue it with the extended key usage ${missing.join(' and ')}`,
    },
  ];
}

function keyFaults(
  pair: RequiredPair,
  file: PemFile,
  x509: X509Certificate | undefined,
): readonly CertificateFault[] {
  const { host } = pair;
  const key = parseKey(file.text);
  const unusable = typeof key === 'string' ? [unusableKey(pair, file, key)] : otherKey(host, key, x509);
  return [...unusable, ...modeFaults(host, file.mode)];
}

const unusableKey = (
  { host }: RequiredPair,
  { path, text }: PemFile,
  why: 'encrypted' | 'unreadable',
): CertificateFault => ({
  check: 'key',
  ...(why === 'encrypted'
    ? { what: `the key of ${host} is encrypted`, why: 'the product has no passphrase for it' }
    : { what: `the key of ${host} cannot be read`, why: 'it is damaged, or not a private key' }),
  next: 'replace it with an unencrypted PEM key',
  ...(why === 'unreadable' && wrongFormat(text, { path, purpose: 'tls key' })),
});

function otherKey(
  host: string,
  key: KeyObject,
  x509: X509Certificate | undefined,
): readonly CertificateFault[] {
  if (!x509 || x509.checkPrivateKey(key)) return [];
  return [
    {
      check: 'key',
      what: `the key does not match the certificate of ${host}`,
      next: 'replace it with the key that the certificate was made with, or reissue both',
    },
  ];
}

function modeFaults(host: string, mode: number): readonly CertificateFault[] {
  if ((mode & 0o077) === 0) return [];
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return [
    {
      check: 'mode',
      what: `other users of this machine can read the key of ${host} (mode ${octal})`,
      next: 'run chmod 600 on it',
    },
  ];
}
