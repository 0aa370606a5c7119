import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { X509Certificate } from 'node:crypto';
import { hostsOf } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { HostName } from '../../model/names.ts';
import { checkClusterCa } from '../check/cluster-ca.ts';
import type { ClusterCa } from '../check/cluster-ca.ts';
import { certificateLabel, checkPair } from '../check/check-pair.ts';
import type { CheckContext } from '../check/check-pair.ts';
import type { CheckName, CertificateFinding } from '../check/finding.ts';
import { directoryProblem } from './directory.ts';
import { pairFileName, requiredPairs } from '../check/pairs.ts';
import type { RequiredPair } from '../check/pairs.ts';
import { nameOf } from './parse.ts';
import type { PemFile } from './parse.ts';
import { checkExternalServiceCa, SERVICES_WITH_CA } from '../check/external-service-ca.ts';
import type { ServiceWithCa, ExternalServiceCa } from '../check/external-service-ca.ts';
import type { EpochMs } from '../../model/duration.ts';
import { either, inOrder, manual, commandStep, type Next } from '../../model/next-step.ts';

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

/** All certificates of a cluster as found in the directory, with their findings. */
export interface CertificateInspection {
  readonly ca: {
    readonly file?: PemFile;
    readonly authority?: ClusterCa;
    readonly findings: readonly CertificateFinding[];
  };
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
  const { directory, now, needsSuperuserPair: superuser = true, namesPublicIp = true } = source;
  const services = await inspectServices(source);
  const missing = await directoryProblem(directory);
  if (missing) return withoutDirectory({ where: directory, check: 'certificate', ...missing }, services);
  const ca = await inspectAuthority(directory, now);
  const context = {
    now,
    ...(ca.authority ? { authority: ca.authority } : {}),
    clientCas: services.find(({ service }) => service === 'database')?.cas ?? [],
  };
  const external = await withExternal(cluster, directory);
  const wanted = requiredPairs(cluster, { external, superuser, namesPublicIp });
  const pairs: InspectedPair[] = [];
  // The files are read one after another, because a cluster may have more files than a process may open.
  for (const pair of wanted) pairs.push(await inspectPair(directory, pair, context));
  const findings = [...ca.findings, ...ofServices(services), ...ofPairs(directory, pairs)];
  return { ca, services, pairs, findings };
}

/** Checks the CAs of external services, in the order of the roles. */
async function inspectServices({
  serviceCa = {},
  now,
}: CertificateSource): Promise<readonly ExternalServiceCa[]> {
  const found: ExternalServiceCa[] = [];
  for (const service of SERVICES_WITH_CA) {
    const path = serviceCa[service];
    if (path === undefined) continue;
    const label = `the CA of the external ${service}s`;
    const { file, findings } = await readPem(path, { check: 'certificate', label, ifMissing: FETCH });
    const checked = file ? checkExternalServiceCa(file, label, now) : { cas: [], findings };
    found.push({ service, path, ...(file ? { file } : {}), ...checked });
  }
  return found;
}

const ofServices = (services: readonly ExternalServiceCa[]): readonly CertificateFinding[] =>
  services.flatMap(({ findings }) => findings);

async function inspectAuthority(directory: string, now: number): Promise<CertificateInspection['ca']> {
  const { file, findings } = await readPem(join(directory, 'ca.crt'), {
    check: 'certificate',
    label: 'the CA certificate',
  });
  return file ? { file, ...checkClusterCa(file, now) } : { findings };
}

async function inspectPair(
  directory: string,
  pair: RequiredPair,
  context: CheckContext,
): Promise<InspectedPair> {
  const place = join(directory, pair.file);
  const requested = await exists(`${place}.csr`);
  const description = { label: certificateLabel(pair), ...(requested && { ifMissing: SIGN }) };
  const certificate = await readPem(`${place}.crt`, { check: 'certificate', ...description });
  const key = await readPem(`${place}.key`, { check: 'key', label: `the key of ${pair.host}` });
  const files = {
    ...(certificate.file ? { certificate: certificate.file } : {}),
    ...(key.file ? { key: key.file } : {}),
  };
  const { findings, ...checked } = checkPair(pair, files, context);
  const all = [...certificate.findings, ...key.findings, ...findings];
  return { pair, ...files, ...checked, requested, findings: all };
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

/** The check that a file belongs to, and its name in messages. */
interface FileDescription {
  readonly check: CheckName;
  readonly label: string;
  /** The next action if the file does not exist. */
  readonly ifMissing?: Next;
}

const PUT = either(manual('copy it there'), commandStep('certificates issue'));
const SIGN = inOrder(
  manual('have the .csr file next to it signed'),
  commandStep('certificates import', { flags: ['FILES'] }),
);
const FETCH = either(
  manual('copy it there'),
  commandStep('certificates fetch', { insteadOfInventory: 'HOST:PORT' }),
);

async function readPem(
  path: string,
  description: FileDescription,
): Promise<{ readonly file?: PemFile; readonly findings: readonly CertificateFinding[] }> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      return { file: { path, text: await file.readFile('utf8'), mode }, findings: [] };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { findings: [unreadable(path, description, error as NodeJS.ErrnoException)] };
  }
}

function unreadable(
  where: string,
  { check, label, ifMissing = PUT }: FileDescription,
  { code }: NodeJS.ErrnoException,
): CertificateFinding {
  const place = { where, check };
  if (code === 'ENOENT') return { ...place, what: `${label} does not exist`, next: ifMissing };
  if (code === 'EISDIR')
    return {
      ...place,
      what: `${label} is a directory, not a file`,
      next: inOrder(manual('move it away'), ifMissing),
    };
  const what = `${label} cannot be read (${code ?? 'unknown error'})`;
  return { ...place, what, next: 'check its owner and mode' };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}

function withoutDirectory(
  finding: CertificateFinding,
  services: readonly ExternalServiceCa[],
): CertificateInspection {
  return { ca: { findings: [finding] }, services, pairs: [], findings: [finding, ...ofServices(services)] };
}
