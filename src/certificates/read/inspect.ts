import { join } from 'node:path';
import type { X509Certificate } from 'node:crypto';
import { hostsOf } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import { checkClusterCa } from '../check/cluster-ca.ts';
import type { ClusterCa } from '../check/cluster-ca.ts';
import { certificateLabel, checkPair } from '../check/check-pair.ts';
import type { CheckContext } from '../check/check-pair.ts';
import { findingsIn } from '../check/finding.ts';
import type { CertificateFinding } from '../check/finding.ts';
import { handshakeInMemory, handshakeFaults } from '../check/handshake.ts';
import type { HandshakeResult } from '../check/handshake.ts';
import { directoryProblem } from './directory.ts';
import { pairFileName, requiredPairs } from '../check/pairs.ts';
import type { RequiredPair } from '../check/pairs.ts';
import { groupMissing } from './missing-files.ts';
import { exists, readPem, SIGN, type UnwrittenFiles } from './pem-file.ts';
import { encodeCertificates, encodeKey, nameOf } from './parse.ts';
import type { PemFile } from './parse.ts';
import { checkExternalServiceCa, fetchCa, SERVICES_WITH_CA } from '../check/external-service-ca.ts';
import type { ServiceWithCa, ExternalServiceCa } from '../check/external-service-ca.ts';
import type { EpochMs } from '../../model/duration.ts';

/** The directory to inspect, and what the inspection depends on. */
export interface CertificateSource {
  readonly directory: string;
  readonly now: EpochMs;
  /** Paths of PEM files with the CAs of external services that have their own. */
  readonly serviceCa?: Readonly<Partial<Record<ServiceWithCa, string>>>;
  /** True if the release needs the superuser's pair for client verification (default: true). */
  readonly needsSuperuserPair?: boolean;
  /** True if the release checks that a manager's own certificate literally names its public_ip (default: true). */
  readonly namesPublicIp?: boolean;
  /** Common name of the managers' client certificates. */
  readonly databaseClient: string;
  /** Files that are read as if they were in the directory. */
  readonly unwritten?: UnwrittenFiles;
  /** True if etcd's certificates have a CA of their own, etcd-ca.crt. */
  readonly etcdCa?: boolean;
}

/** A pair as found in the directory. Files that are missing or unreadable are absent. */
export interface InspectedPair {
  readonly pair: RequiredPair;
  readonly certificate?: PemFile;
  readonly key?: PemFile;
  readonly x509?: X509Certificate;
  /** True if the directory has a certificate request for this pair. */
  readonly requested: boolean;
  readonly findings: readonly CertificateFinding[];
}

interface InspectedCa {
  readonly file?: PemFile;
  readonly authority?: ClusterCa;
  readonly findings: readonly CertificateFinding[];
}

/** All certificates of a cluster as found in the directory, with their findings. */
export interface CertificateInspection {
  readonly ca: InspectedCa;
  /** The CA of etcd; absent if the cluster needs none. */
  readonly etcdCa?: InspectedCa;
  readonly services: readonly ExternalServiceCa[];
  readonly pairs: readonly InspectedPair[];
  /** The findings of all certificates. Findings with the same cause are reported once. */
  readonly findings: readonly CertificateFinding[];
}

/**
 * Reads and checks every certificate that a cluster needs. The file names are those of
 * docs/architecture/conventions.md. Never throws for an invalid file.
 */
export async function inspectCertificates(
  cluster: Cluster,
  source: CertificateSource,
): Promise<CertificateInspection> {
  const { directory, now } = source;
  const services = await inspectServices(cluster, source);
  const missing = await directoryProblem(directory);
  if (missing) return withoutDirectory({ where: directory, check: 'certificate', ...missing }, services);
  const ca = await inspectAuthority(directory, now, CA_FILES.cluster);
  const etcdCa = source.etcdCa ? await inspectAuthority(directory, now, CA_FILES.etcd) : undefined;
  const clientCas = services.find(({ service }) => service === 'database')?.cas ?? [];
  const tried = new Map<string, Promise<HandshakeResult>>();
  const pairs: InspectedPair[] = [];
  // The files are read one after another, because a cluster may have more files than a process may open.
  for (const pair of await wantedPairs(cluster, source)) {
    const signer = pair.authority === 'etcd' ? (etcdCa ?? ca) : ca;
    const inspected = await inspectPair(
      directory,
      pair,
      contextOf(signer, { now, clientCas, unwritten: source.unwritten }),
    );
    const trusted = trustedBy(pair, signer, services);
    pairs.push(trusted === undefined ? inspected : await withHandshake(inspected, { trusted, tried }));
  }
  const ofCas = [...ca.findings, ...(etcdCa?.findings ?? [])];
  const ofFiles = groupMissing(directory, ofPairs(directory, pairs));
  const findings = [...ofCas, ...ofServices(services), ...ofFiles];
  return { ca, ...(etcdCa && { etcdCa }), services, pairs, findings };
}

type PairContext = CheckContext & { readonly unwritten: UnwrittenFiles | undefined };

function contextOf({ authority }: InspectedCa, context: Omit<PairContext, 'authority'>): PairContext {
  return { ...context, ...(authority ? { authority } : {}) };
}

async function wantedPairs(cluster: Cluster, source: CertificateSource): Promise<readonly RequiredPair[]> {
  const { directory, needsSuperuserPair: superuser = true, namesPublicIp = true } = source;
  const { databaseClient, etcdCa = false } = source;
  const external = await withExternal(cluster, directory);
  return requiredPairs(cluster, { external, superuser, namesPublicIp, databaseClient, etcdCa });
}

/** Checks the CAs of external services, in the order of the roles. */
async function inspectServices(
  cluster: Cluster,
  { serviceCa = {}, now }: CertificateSource,
): Promise<readonly ExternalServiceCa[]> {
  const found: ExternalServiceCa[] = [];
  for (const service of SERVICES_WITH_CA) {
    const path = serviceCa[service];
    if (path === undefined) continue;
    const label = `the CA of the external ${service}s`;
    const ifMissing = fetchCa(cluster, { service, path });
    const { file, findings } = await readPem(path, { check: 'certificate', label, ifMissing });
    const checked = file ? checkExternalServiceCa(file, label, now) : { cas: [], findings };
    found.push({ service, path, ...(file ? { file } : {}), ...checked });
  }
  return found;
}

const ofServices = (services: readonly ExternalServiceCa[]): readonly CertificateFinding[] =>
  services.flatMap(({ findings }) => findings);

/** The file of each CA, and its name in messages. */
export const CA_FILES = {
  cluster: { file: 'ca.crt', label: 'the CA certificate', key: 'ca.key.age' },
  etcd: { file: 'etcd-ca.crt', label: "the certificate of etcd's CA", key: 'etcd-ca.key.age' },
} as const;

async function inspectAuthority(
  directory: string,
  now: number,
  { file: name, label }: (typeof CA_FILES)[keyof typeof CA_FILES],
): Promise<InspectedCa> {
  const { file, findings } = await readPem(join(directory, name), { check: 'certificate', label });
  return file ? { file, ...checkClusterCa(file, now) } : { findings };
}

async function inspectPair(
  directory: string,
  pair: RequiredPair,
  { unwritten, ...context }: PairContext,
): Promise<InspectedPair> {
  const place = join(directory, pair.file);
  const requested = await exists(`${place}.csr`);
  const description = { label: certificateLabel(pair), ...(requested && { ifMissing: SIGN }) };
  const certificate = await readPem(`${place}.crt`, { check: 'certificate', ...description }, unwritten);
  const ofKey = { check: 'key', label: `the key of ${pair.host}` } as const;
  const key = await readPem(`${place}.key`, ofKey, unwritten);
  const files = {
    ...(certificate.file ? { certificate: certificate.file } : {}),
    ...(key.file ? { key: key.file } : {}),
  };
  const { findings, ...checked } = checkPair(pair, files, context);
  const all = [...certificate.findings, ...key.findings, ...findings];
  return { pair, ...files, ...checked, requested, findings: all };
}

/** Returns the CAs of the programs that verify a pair; undefined if the cluster's CA cannot be used, which is reported. */
function trustedBy(
  { uses }: RequiredPair,
  { file, authority, findings }: CertificateInspection['ca'],
  services: readonly ExternalServiceCa[],
): string | undefined {
  if (!file || !authority || findings.some(({ warning }) => !warning)) return undefined;
  const ofDatabase = uses.includes('server')
    ? undefined
    : services.find(({ service }) => service === 'database');
  return encodeCertificates(file.text) + encodeCertificates(ofDatabase?.file?.text ?? '');
}

interface Handshakes {
  readonly trusted: string;
  /** Results by certificate, key and CAs, because hosts may share a certificate. */
  readonly tried: Map<string, Promise<HandshakeResult>>;
}

/** Adds what TLS itself refuses to a pair whose files have no fault of their own. */
async function withHandshake(
  inspected: InspectedPair,
  { trusted, tried }: Handshakes,
): Promise<InspectedPair> {
  const { pair, certificate, key, findings } = inspected;
  if (!certificate || !key || findings.some(({ warning }) => !warning)) return inspected;
  const id = JSON.stringify([certificate.text, key.text, trusted]);
  const presented = { certificate: encodeCertificates(certificate.text), key: encodeKey(key.text), trusted };
  const result = tried.get(id) ?? handshakeInMemory(presented);
  tried.set(id, result);
  const names = [...pair.requiredNames.addresses, ...pair.requiredNames.hostnames];
  const faults = handshakeFaults(await result, { label: certificateLabel(pair), uses: pair.uses, names });
  return { ...inspected, findings: [...findings, ...findingsIn(certificate.path, faults)] };
}

/**
 * Returns the findings of all pairs. If the same other CA signed all of them, ca.crt is wrong, and one finding about it
 * replaces the findings about the signatures.
 */
function ofPairs(directory: string, pairs: readonly InspectedPair[]): readonly CertificateFinding[] {
  const all = pairs.flatMap(({ findings }) => findings);
  const signers = pairs.map(({ findings }) => findings.find(({ signedBy }) => signedBy)?.signedBy);
  const [signedBy] = signers;
  if (pairs.length < 2 || signedBy === undefined || signers.some((other) => other !== signedBy)) return all;
  return [
    {
      where: join(directory, 'ca.crt'),
      check: 'chain',
      what: `this CA signed none of the ${pairs.length} certificates; their issuer is ${nameOf(signedBy)}`,
      why: 'the file belongs to another CA, or the CA was created again',
      next: 'replace it with the certificate of the CA that signed them, or reissue them',
    },
    ...all.filter((finding) => finding.signedBy === undefined),
  ];
}

/**
 * Returns the managers that have an external certificate or key. The other managers show clients their own certificate.
 */
async function withExternal(cluster: Cluster, directory: string): Promise<ReadonlySet<HostName>> {
  const names = hostsOf(cluster, 'manager').map(({ name }) => name);
  const present = await Promise.all(
    names.map(async (name) => {
      const place = join(directory, pairFileName(name, 'external'));
      return (await exists(`${place}.crt`)) || (await exists(`${place}.key`));
    }),
  );
  return new Set(names.filter((_, index) => present[index]));
}

function withoutDirectory(
  finding: CertificateFinding,
  services: readonly ExternalServiceCa[],
): CertificateInspection {
  return { ca: { findings: [finding] }, services, pairs: [], findings: [finding, ...ofServices(services)] };
}
