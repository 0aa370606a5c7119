import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { X509Certificate } from 'node:crypto';
import { hostsOf } from '../model/cluster.ts';
import type { Cluster } from '../model/cluster.ts';
import type { HostName } from '../model/names.ts';
import { checkAuthority } from './authority.ts';
import type { Authority } from './authority.ts';
import { calledOf, checkPair } from './check.ts';
import type { Against } from './check.ts';
import type { CheckName, Finding } from './finding.ts';
import { fileOf, pairsOf } from './pairs.ts';
import type { Pair } from './pairs.ts';
import { nameOf } from './parse.ts';
import type { PemFile } from './parse.ts';

/** Where certificates are, and when. */
export interface Folder {
  readonly directory: string;
  /** ms since the epoch */
  readonly now: number;
}

/** A pair as it lies in the folder. What is not there, or cannot be read, is absent. */
export interface Inspected {
  readonly pair: Pair;
  readonly certificate?: PemFile;
  readonly key?: PemFile;
  readonly x509?: X509Certificate;
  readonly findings: readonly Finding[];
}

/** All certificates of a cluster as they lie in their folder, with what is wrong with each. */
export interface Inspection {
  readonly ca: {
    readonly file?: PemFile;
    readonly authority?: Authority;
    readonly findings: readonly Finding[];
  };
  readonly pairs: readonly Inspected[];
  /** Of all of them; what has one cause is told once. */
  readonly findings: readonly Finding[];
}

/**
 * Reads and checks every certificate that a cluster needs, by the names of docs/conventions.md. Never throws for a
 * bad file.
 */
export async function inspectCertificates(cluster: Cluster, { directory, now }: Folder): Promise<Inspection> {
  if (!(await isFolder(directory))) return noFolder(directory);
  const ca = await inspectAuthority(directory, now);
  const against = { now, ...(ca.authority ? { authority: ca.authority } : {}) };
  const wanted = pairsOf(cluster, await withExternal(cluster, directory));
  const pairs: Inspected[] = [];
  // One after another: a cluster has hundreds of files, and a process not that many handles.
  for (const pair of wanted) pairs.push(await inspectPair(directory, pair, against));
  return { ca, pairs, findings: [...ca.findings, ...ofPairs(directory, pairs)] };
}

async function inspectAuthority(directory: string, now: number): Promise<Inspection['ca']> {
  const { file, findings } = await readPem(join(directory, 'ca.crt'), {
    check: 'certificate',
    called: 'the certificate of the CA',
  });
  return file ? { file, ...checkAuthority(file, now) } : { findings };
}

async function inspectPair(directory: string, pair: Pair, against: Against): Promise<Inspected> {
  const place = join(directory, pair.file);
  const certificate = await readPem(`${place}.crt`, { check: 'certificate', called: calledOf(pair) });
  const key = await readPem(`${place}.key`, { check: 'key', called: `the key of ${pair.host}` });
  const files = {
    ...(certificate.file ? { certificate: certificate.file } : {}),
    ...(key.file ? { key: key.file } : {}),
  };
  const { findings, ...checked } = checkPair(pair, files, against);
  return { pair, ...files, ...checked, findings: [...certificate.findings, ...key.findings, ...findings] };
}

/** Signed by one other CA all of them: that file is wrong, and not they are. */
function ofPairs(directory: string, pairs: readonly Inspected[]): readonly Finding[] {
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
      const place = join(directory, fileOf(name, 'external'));
      return (await exists(`${place}.crt`)) || (await exists(`${place}.key`));
    }),
  );
  return new Set(names.filter((_, index) => present[index]));
}

async function readPem(
  path: string,
  told: { readonly check: CheckName; readonly called: string },
): Promise<{ readonly file?: PemFile; readonly findings: readonly Finding[] }> {
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
  { check, called }: { readonly check: CheckName; readonly called: string },
  { code }: NodeJS.ErrnoException,
): Finding {
  const place = { where, check };
  if (code !== 'ENOENT') {
    const what = `${called} cannot be read (${code ?? 'unknown error'})`;
    return { ...place, what, next: 'check its owner and mode' };
  }
  const next = 'put it there, or let quorate certificates issue make it';
  return { ...place, what: `${called} does not exist`, next };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function noFolder(where: string): Inspection {
  const finding: Finding = {
    where,
    check: 'certificate',
    what: 'the folder of the certificates does not exist, or is no folder',
    next: 'check tls.directory, or let quorate certificates issue make it',
  };
  return { ca: { findings: [finding] }, pairs: [], findings: [finding] };
}
