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
import { findingsIn } from './finding.ts';
import type { CertificateFault, CertificateFinding } from './finding.ts';
import { missingNames } from './names.ts';
import type { RequiredPair, PairKind, CertificateUse } from './pairs.ts';
import { commonNameOf, isSignedBy, parseCertificates, parseKey } from '../read/parse.ts';
import type { PemFile } from '../read/parse.ts';

/** What a pair is held against. */
export interface CheckContext {
  /** Absent when the CA itself cannot be read, which is told apart. */
  readonly authority?: ClusterCa;
  /** CAs of an external database: whoever signs its clients is its own business. */
  readonly clientCas?: readonly X509Certificate[];
  /** ms since the epoch */
  readonly now: number;
}

const CALLED: Readonly<Record<PairKind, string>> = {
  own: 'certificate',
  external: 'external certificate',
  client: 'client certificate',
  superuser: "superuser's certificate",
};

/** `the certificate of db1` */
export function certificateLabel({ host, kind }: Pick<RequiredPair, 'host' | 'kind'>): string {
  return `the ${CALLED[kind]} of ${host}`;
}

/** Everything that is wrong with a certificate and its key: file, host, what was seen, what to do. */
export function checkPair(
  pair: RequiredPair,
  { certificate, key }: { readonly certificate?: PemFile; readonly key?: PemFile },
  against: CheckContext,
): { readonly x509?: X509Certificate; readonly findings: readonly CertificateFinding[] } {
  const all = certificate && parseCertificates(certificate.text);
  const first = all?.[0];
  const x509 = first && !isAuthoritys(first, against.authority) ? first : undefined;
  const ofCertificate = certificate ? certificateFaults(pair, certificate, { ...against, all }) : [];
  const ofKey = key ? keyFaults(pair, key, x509) : [];
  return {
    ...(x509 ? { x509 } : {}),
    findings: [...findingsIn(certificate?.path ?? '', ofCertificate), ...findingsIn(key?.path ?? '', ofKey)],
  };
}

function certificateFaults(
  pair: RequiredPair,
  { text }: PemFile,
  against: CheckContext & { readonly all: readonly X509Certificate[] | undefined },
): readonly CertificateFault[] {
  const called = certificateLabel(pair);
  const { authority, now, all } = against;
  const [x509, ...beside] = all ?? [];
  if (!x509) return [unreadableCertificate(called)];
  if (isAuthoritys(x509, authority)) return [authorityFirst(called, beside.length > 0)];
  return [
    ...embeddedKeyFaults(text, called),
    ...algorithmFaults(x509, called),
    ...(x509.ca ? [isAuthority(called)] : []),
    ...(authority && !isOfService(x509, pair, against)
      ? chainFaults(x509, { authority, beside, called })
      : []),
    ...validityFaults(x509, called, now),
    ...nameFaults(x509, pair),
    ...useFaults(x509, pair),
  ];
}

/** Does the external database that it is shown to know who signed it? */
function isOfService(
  x509: X509Certificate,
  { uses }: RequiredPair,
  { clientCas = [] }: CheckContext,
): boolean {
  return !uses.includes('server') && clientCas.some((one) => isSignedBy(x509, one));
}

function isAuthoritys(x509: X509Certificate, authority: ClusterCa | undefined): boolean {
  const all = authority ? [authority.ca, ...authority.otherCas] : [];
  return all.some(({ raw }) => raw.equals(x509.raw));
}

const authorityFirst = (called: string, more: boolean): CertificateFault => ({
  check: 'certificate',
  what: `instead of ${called} the one of the CA comes first in this file`,
  next: more ? "put the host's own certificate first" : "put the host's own certificate there",
});

const isAuthority = (called: string): CertificateFault => ({
  check: 'certificate',
  what: `${called} is one of a CA`,
  why: 'whoever takes this host could make certificates that all hosts trust',
  next: 'issue it anew with basicConstraints CA:false',
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
  const names = `it names ${x509.subjectAltName ?? 'nothing: it has no subject alternative names'}`;
  const compared = pair.kind === 'external' && missing.includes(pair.issue.commonName);
  return {
    check: 'names',
    what: `${certificateLabel(pair)} does not name ${missing.join(', ')}`,
    why: compared ? `${names}; the load balancers compare the host name on every port` : names,
    next: ISSUE_COMMAND,
  };
}

const otherUser = (name: {
  host: string;
  given: string | undefined;
  commonName: string;
}): CertificateFault => ({
  check: 'names',
  what: `this client certificate of ${name.host} has the common name ${name.given ?? '(none)'}`,
  why: 'the product takes the database user from it',
  next: `issue it anew with CN=${name.commonName}`,
});

const USES: Readonly<Record<CertificateUse, { readonly oid: string; readonly name: string }>> = {
  server: { oid: '1.3.6.1.5.5.7.3.1', name: 'serverAuth' },
  client: { oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth' },
};
const ANY_USE = '2.5.29.37.0';

/** Node calls the extended key usage `keyUsage`; a certificate without one may be used for everything. */
function useFaults(x509: X509Certificate, pair: RequiredPair): readonly CertificateFault[] {
  const allowed = x509.keyUsage as readonly string[] | undefined;
  if (!allowed || allowed.length === 0 || allowed.includes(ANY_USE)) return [];
  const missing = pair.uses.filter((use) => !allowed.includes(USES[use].oid)).map((use) => USES[use].name);
  if (missing.length === 0) return [];
  const peers = pair.kind === 'own' && missing.includes('clientAuth');
  return [
    {
      check: 'use',
      what: `${certificateLabel(pair)} may not be used for ${missing.join(' and ')}`,
      ...(peers ? { why: "the members of etcd are each other's clients" } : {}),
      next: `issue it anew with ${missing.join(' and ')} as extended key usage`,
    },
  ];
}

function keyFaults(
  pair: RequiredPair,
  { text, mode }: PemFile,
  x509: X509Certificate | undefined,
): readonly CertificateFault[] {
  const { host } = pair;
  const key = parseKey(text);
  const unusable = typeof key === 'string' ? [unusableKey(host, key)] : otherKey(host, key, x509);
  return [...unusable, ...modeFaults(host, mode)];
}

const unusableKey = (host: string, why: 'encrypted' | 'unreadable'): CertificateFault => ({
  check: 'key',
  ...(why === 'encrypted'
    ? { what: `the key of ${host} is encrypted`, why: 'the product has no passphrase for it' }
    : { what: `the key of ${host} cannot be read`, why: 'it is no private key, or damaged' }),
  next: 'it must be an unencrypted PEM key',
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
      what: `the key does not belong to the certificate of ${host}`,
      next: 'put the key there that the certificate was made with, or issue both anew',
    },
  ];
}

function modeFaults(host: string, mode: number): readonly CertificateFault[] {
  if ((mode & 0o077) === 0) return [];
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return [
    {
      check: 'mode',
      what: `others on this machine can read the key of ${host} (mode ${octal})`,
      next: 'chmod 600 it',
    },
  ];
}
