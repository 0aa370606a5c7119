import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { X509Certificate } from 'node:crypto';
import type { Problem } from '../errors/errors.ts';
import { hostsOf } from '../model/cluster.ts';
import type { Cluster, Host } from '../model/cluster.ts';
import type { KeyPair, Material } from '../model/material.ts';
import { Secret } from '../model/secret.ts';
import { checkAuthority, checkPair } from './check.ts';
import type { PemFile, Wanted } from './check.ts';
import { externalNames, NO_NAMES, ownNames } from './names.ts';

/** The certificates of a cluster, complete unless there are problems. */
export interface LoadedCertificates extends Pick<Material, 'ca' | 'hosts' | 'external' | 'databaseClients'> {
  readonly problems: readonly Problem[];
}

interface Folder {
  readonly directory: string;
  readonly now: number;
  readonly ca?: X509Certificate;
  /** Takes what is found wrong. */
  readonly problems: Problem[];
}

/**
 * Reads and checks every certificate that a cluster needs, by the names of docs/conventions.md. Never throws for a
 * bad file: all problems at once.
 * @param from.now ms since the epoch
 */
export async function loadCertificates(
  cluster: Cluster,
  from: { readonly directory: string; readonly now: number },
): Promise<LoadedCertificates> {
  const problems: Problem[] = [];
  if (!(await isFolder(from.directory))) return { ...NOTHING, problems: [noFolder(from.directory)] };
  const caFile = await readPem(join(from.directory, 'ca.crt'), 'the CA', problems);
  const authority = caFile ? checkAuthority(caFile, from.now) : undefined;
  problems.push(...(authority?.problems ?? []));
  const folder: Folder = { ...from, problems, ...(authority?.ca ? { ca: authority.ca } : {}) };
  const facing = await withExternal(folder, hostsOf(cluster, 'manager'));
  const external = await pairsOf(facing, (host) =>
    loadPair(folder, host, { suffix: '-external', ...externalNames(host) }),
  );
  const hosts = await pairsOf(cluster.hosts, (host) =>
    loadPair(folder, host, { suffix: '', ...ownNames(host, { external: facing.includes(host) }) }),
  );
  const managers = cluster.sslClientVerification ? hostsOf(cluster, 'manager') : [];
  const databaseClients = await pairsOf(managers, (host) => loadClients(folder, host));
  return { ca: caFile?.text ?? '', hosts, external, databaseClients, problems };
}

/** The managers of which there is an external certificate or key; the others show their own to the public. */
async function withExternal(folder: Folder, managers: readonly Host[]): Promise<readonly Host[]> {
  const present = await Promise.all(
    managers.map(async (host) => {
      const { certificate, key } = placesOf(folder, host, '-external');
      return (await exists(certificate)) || (await exists(key));
    }),
  );
  return managers.filter((_, index) => present[index]);
}

async function loadClients(folder: Folder, host: Host) {
  const client = await loadPair(folder, host, { suffix: '-db-client', ...NO_NAMES, commonName: 'cloudify' });
  const superuser = await loadPair(folder, host, {
    suffix: '-db-superuser',
    ...NO_NAMES,
    commonName: 'postgres',
  });
  return client && superuser && { client, superuser };
}

async function loadPair(
  folder: Folder,
  host: Host,
  { suffix, ...wanted }: Omit<Wanted, 'ca' | 'now'> & { readonly suffix: string },
): Promise<KeyPair | undefined> {
  const places = placesOf(folder, host, suffix);
  const certificate = await readPem(places.certificate, host.name, folder.problems);
  const key = await readPem(places.key, host.name, folder.problems);
  if (!certificate || !key) return undefined;
  const { ca, now } = folder;
  const authority = ca ? { ca } : {};
  folder.problems.push(...checkPair({ host: host.name, certificate, key }, { ...wanted, ...authority, now }));
  return { certificate: certificate.text, key: new Secret(key.text) };
}

function placesOf({ directory }: Folder, host: Host, suffix: string) {
  const base = join(directory, `${host.name}${suffix}`);
  return { certificate: `${base}.crt`, key: `${base}.key` };
}

async function pairsOf<T>(
  hosts: readonly Host[],
  load: (host: Host) => Promise<T | undefined>,
): Promise<Readonly<Record<string, T>>> {
  const loaded: [string, T][] = [];
  // One after another: problems come in the order of the inventory.
  for (const host of hosts) {
    const one = await load(host);
    if (one !== undefined) loaded.push([host.name, one]);
  }
  return Object.fromEntries(loaded);
}

async function readPem(path: string, whose: string, problems: Problem[]): Promise<PemFile | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      return { path, text: await file.readFile('utf8'), mode };
    } finally {
      await file.close();
    }
  } catch (error) {
    problems.push(unreadable(path, whose, error as NodeJS.ErrnoException));
    return undefined;
  }
}

function unreadable(path: string, whose: string, { code }: NodeJS.ErrnoException): Problem {
  const kind = path.endsWith('.key') ? 'key' : 'certificate';
  if (code === 'ENOENT')
    return {
      where: path,
      what: `the ${kind} of ${whose} does not exist`,
      next: 'put it there, or check tls.directory in the inventory',
    };
  return {
    where: path,
    what: `the ${kind} of ${whose} cannot be read (${code ?? 'unknown error'})`,
    next: 'check its owner and mode',
  };
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

const NOTHING = { ca: '', hosts: {}, external: {}, databaseClients: {} };

const noFolder = (directory: string): Problem => ({
  where: directory,
  what: 'the folder of the certificates does not exist, or is no folder',
  next: 'check tls.directory in the inventory',
});
