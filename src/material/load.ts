import { readFile } from 'node:fs/promises';
import { loadCertificates } from '../certificates/load.ts';
import { UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import { mayHaveExternal } from '../inventory/external.ts';
import type { Inventory } from '../inventory/read.ts';
import { hostNamed } from '../model/cluster.ts';
import { SECRET_NAMES } from '../model/material.ts';
import type { LocalFile, Material, SecretName } from '../model/material.ts';
import { Secret } from '../model/secret.ts';
import type { Environment } from '../model/secret.ts';
import { loadSecrets } from '../secrets/load.ts';
import { digestFile } from './digest.ts';

/** Something loaded, or why not. */
interface Loaded<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/**
 * Reads all that a plan needs from the laptop: certificates, secrets, the package's digest, the license.
 * @param from.now ms since the epoch, against which certificates are checked
 * @throws UsageError with everything that is missing or wrong
 */
export async function loadMaterial(
  inventory: Inventory,
  from: { readonly env: Environment; readonly now: number },
): Promise<Material> {
  const { cluster, tlsDirectory, secretsSource } = inventory;
  const [certificates, secrets, packageFile, license] = await Promise.all([
    loadCertificates(cluster, { directory: tlsDirectory, now: from.now }),
    loadSecrets(secretsSource, SECRET_NAMES, from.env),
    loadPackage(inventory.packagePath),
    loadLicense(inventory.licensePath),
  ]);
  const { problems: ofCertificates, ...pairs } = certificates;
  const problems = [
    ...ofCertificates,
    ...externalProblems(inventory, pairs.external),
    ...secrets.problems,
    ...packageFile.problems,
    ...license.problems,
  ];
  if (problems.length > 0) throw new UsageError(problems);
  return {
    ...pairs,
    // Complete, since nothing was said to be missing.
    secrets: secrets.values as Readonly<Record<SecretName, Secret>>,
    ...(packageFile.value ? { package: packageFile.value } : {}),
    ...(license.value ? { license: license.value } : {}),
  };
}

/** Every value that must never be seen, for the redactor: secrets, login passwords, private keys. */
export function secretsOf({ cluster }: Inventory, material: Material): readonly Secret[] {
  const logins = cluster.hosts.flatMap(({ ssh }) => [ssh.password, ssh.becomePassword]);
  const pairs = [
    ...Object.values(material.hosts),
    ...Object.values(material.external),
    ...Object.values(material.databaseClients).flatMap(({ client, superuser }) => [client, superuser]),
  ];
  const keys = pairs.map(({ key }) => key);
  return [...Object.values(material.secrets), ...logins, ...keys].filter((secret) => secret !== undefined);
}

function externalProblems({ cluster, path }: Inventory, external: Material['external']): readonly Problem[] {
  return Object.keys(external)
    .map((name) => hostNamed(cluster, name))
    .filter((host) => !mayHaveExternal(cluster, host))
    .map(({ name, publicIp }) => ({
      where: path,
      what: `${name} has an external certificate, and its public_ip ${publicIp} is an IP address`,
      why: `release ${cluster.version.text} refuses the two together`,
      next: `give ${name} a name as public_ip, or remove ${name}-external.crt and .key`,
    }));
}

async function loadPackage(path: string | undefined): Promise<Loaded<LocalFile>> {
  if (path === undefined) return { problems: [] };
  return attempt(path, 'the package', async () => digestFile(path));
}

async function loadLicense(path: string | undefined): Promise<Loaded<Secret>> {
  if (path === undefined) return { problems: [] };
  const loaded = await attempt(path, 'the license', async () => readFile(path, 'utf8'));
  if (loaded.value?.trim() === '')
    return {
      problems: [
        { where: path, what: 'the license is empty', next: 'check cloudify.license in the inventory' },
      ],
    };
  return loaded.value === undefined
    ? { problems: loaded.problems }
    : { value: new Secret(loaded.value), problems: [] };
}

async function attempt<T>(path: string, what: string, read: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { value: await read(), problems: [] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const seen = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown error'})`;
    const key = what.replace('the ', 'cloudify.');
    return { problems: [{ where: path, what: `${what} ${seen}`, next: `check ${key} in the inventory` }] };
  }
}
