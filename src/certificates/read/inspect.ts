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
import { either, inOrder, manual, runCommand, type Next } from '../../model/next-step.ts';

/** Where certificates are, and when. */
export interface CertificateDirectory {
  readonly directory: string;
  /** ms since the epoch */
  readonly now: number;
  /** The CAs of external services that have their own: paths of PEM files. */
  readonly serviceCa?: Readonly<Partial<Record<ServiceWithCa, string>>>;
  /** Whether the release wants the superuser's pair where clients are verified. Default: it does. */
  readonly needsSuperuserPair?: boolean;
}

/** A pair as it lies in the folder. What is not there, or cannot be read, is absent. */
export interface InspectedPair {
  readonly pair: RequiredPair;
  readonly certificate?: PemFile;
  readonly key?: PemFile;
  readonly x509?: X509Certificate;
  /** A request for it lies beside it. */
  readonly requested: boolean;
  readonly findings: readonly CertificateFinding[];
}

/** All certificates of a cluster as they lie in their folder, with what is wrong with each. */
export interface CertificateInspection {
  readonly ca: {
    readonly file?: PemFile;
    readonly authority?: ClusterCa;
    readonly findings: readonly CertificateFinding[];
  };
  readonly services: readonly ExternalServiceCa[];
  readonly pairs: readonly InspectedPair[];
  /** Of all of them; what has one cause is told once. */
  readonly findings: readonly CertificateFinding[];
}

/**
 * Reads and checks every certificate that a cluster needs, by the names of docs/architecture/conventions.md. Never throws for a
 * bad file.
 */
export async function inspectCertificates(
  cluster: Cluster,
  folder: CertificateDirectory,
): Promise<CertificateInspection> {
  const { directory, now, needsSuperuserPair: superuser = true } = folder;
  const services = await inspectServices(folder);
  const missing = await directoryProblem(directory);
  if (missing) return withoutDirectory({ where: directory, check: 'certificate', ...missing }, services);
  const ca = await inspectAuthority(directory, now);
  const against = {
    now,
    ...(ca.authority ? { authority: ca.authority } : {}),
    clientCas: services.find(({ service }) => service === 'database')?.cas ?? [],
  };
  const wanted = requiredPairs(cluster, { external: await withExternal(cluster, directory), superuser });
  const pairs: InspectedPair[] = [];
  // One after another: a cluster has hundreds of files, and a process not that many handles.
  for (const pair of wanted) pairs.push(await inspectPair(directory, pair, against));
  const findings = [...ca.findings, ...ofServices(services), ...ofPairs(directory, pairs)];
  return { ca, services, pairs, findings };
}

/** One after another, in the order of the roles. */
async function inspectServices({
  serviceCa = {},
  now,
}: CertificateDirectory): Promise<readonly ExternalServiceCa[]> {
  const found: ExternalServiceCa[] = [];
  for (const service of SERVICES_WITH_CA) {
    const path = serviceCa[service];
    if (path === undefined) continue;
    const called = `the CA of the external ${service}s`;
    const { file, findings } = await readPem(path, { check: 'certificate', called, ifMissing: FETCH });
    const checked = file ? checkExternalServiceCa(file, called, now) : { cas: [], findings };
    found.push({ service, path, ...(file ? { file } : {}), ...checked });
  }
  return found;
}

const ofServices = (services: readonly ExternalServiceCa[]): readonly CertificateFinding[] =>
  services.flatMap(({ findings }) => findings);

async function inspectAuthority(directory: string, now: number): Promise<CertificateInspection['ca']> {
  const { file, findings } = await readPem(join(directory, 'ca.crt'), {
    check: 'certificate',
    called: 'the certificate of the CA',
  });
  return file ? { file, ...checkClusterCa(file, now) } : { findings };
}

async function inspectPair(
  directory: string,
  pair: RequiredPair,
  against: CheckContext,
): Promise<InspectedPair> {
  const place = join(directory, pair.file);
  const requested = await exists(`${place}.csr`);
  const told = { called: certificateLabel(pair), ...(requested && { ifMissing: SIGN }) };
  const certificate = await readPem(`${place}.crt`, { check: 'certificate', ...told });
  const key = await readPem(`${place}.key`, { check: 'key', called: `the key of ${pair.host}` });
  const files = {
    ...(certificate.file ? { certificate: certificate.file } : {}),
    ...(key.file ? { key: key.file } : {}),
  };
  const { findings, ...checked } = checkPair(pair, files, against);
  const all = [...certificate.findings, ...key.findings, ...findings];
  return { pair, ...files, ...checked, requested, findings: all };
}

/** Signed by one other CA all of them: that file is wrong, and not they are. */
function ofPairs(directory: string, pairs: readonly InspectedPair[]): readonly CertificateFinding[] {
  const all = pairs.flatMap(({ findings }) => findings);
  const signers = pairs.map(({ findings }) => findings.find(({ signedBy }) => signedBy)?.signedBy);
  const [signedBy] = signers;
  if (pairs.length < 2 || signedBy === undefined || signers.some((other) => other !== signedBy)) return all;
  return [
    {
      where: join(directory, 'ca.crt'),
      check: 'chain',
      what: `it signed none of the ${pairs.length} certificates: they are issued by ${nameOf(signedBy)}`,
      why: 'it is the certificate of another CA, or one made anew',
      next: 'put the certificate of the CA there that signed them, or issue them anew',
    },
    ...all.filter((finding) => finding.signedBy === undefined),
  ];
}

/** The managers of which there is an external certificate or key; the others show their own to the public. */
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

/** How a file is spoken of that cannot be read. */
interface FileDescription {
  readonly check: CheckName;
  readonly called: string;
  /** What to do when it is not there. */
  readonly ifMissing?: Next;
}

const PUT = either(manual('put it there'), runCommand('certificates issue'));
const SIGN = inOrder(
  manual('have the .csr in the same directory signed'),
  runCommand('certificates import', { flags: ['FILES'] }),
);
const FETCH = either(
  manual('put it there'),
  runCommand('certificates fetch', { insteadOfInventory: 'HOST:PORT' }),
);

async function readPem(
  path: string,
  told: FileDescription,
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
    return { findings: [unreadable(path, told, error as NodeJS.ErrnoException)] };
  }
}

function unreadable(
  where: string,
  { check, called, ifMissing = PUT }: FileDescription,
  { code }: NodeJS.ErrnoException,
): CertificateFinding {
  const place = { where, check };
  if (code === 'ENOENT') return { ...place, what: `${called} does not exist`, next: ifMissing };
  if (code === 'EISDIR')
    return {
      ...place,
      what: `${called} is a folder, not a file`,
      next: inOrder(manual('move it away'), ifMissing),
    };
  const what = `${called} cannot be read (${code ?? 'unknown error'})`;
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
