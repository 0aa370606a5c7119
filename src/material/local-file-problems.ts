import { loadCertificates } from '../certificates/read/load.ts';
import { platformOf } from '../registry/platforms.ts';
import { UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { PartialInventory } from '../inventory/resolve/partial-inventory.ts';
import type { EpochMs } from '../model/duration.ts';
import type { EnvironmentVariables } from '../model/secret.ts';
import { keysOf } from '../secrets/files/keys.ts';
import { loadSecrets } from '../secrets/load.ts';
import { externalCertificateProblems } from './external-certificates.ts';
import { checkPackage, loadLicense } from './files.ts';
import { listPackageFiles, loadRepositoryKey } from './package-source.ts';
import { hostPasswordProblems } from './host-passwords.ts';

interface Environs {
  readonly env: EnvironmentVariables;
  readonly now: EpochMs;
}

/**
 * Checks the local files of an inventory that has problems itself, so that the operator can fix all problems at once:
 * host passwords, certificates, secrets, packages, their key and license. Never prompts for a passphrase; files that need a
 * passphrase are not checked. Never throws.
 */
export async function localFileProblems(
  inventory: PartialInventory,
  from: Environs,
): Promise<readonly Problem[]> {
  const all = await Promise.all([
    hostPasswordProblems(inventory.hostPasswords, from.env),
    certificateProblems(inventory, from.now),
    secretProblems(inventory, from.env),
    checkPackage(inventory.packagePath),
    loadLicense(inventory.licensePath).then(({ problems }) => problems),
    loadRepositoryKey(inventory.repositoryKeyPath).then(({ problems }) => problems),
    listPackageFiles(
      inventory.packageDirectory,
      platformOf(inventory.cluster).neededPackages(inventory.cluster),
    ).then(({ problems }) => problems),
  ]);
  return all.flat();
}

async function certificateProblems(
  { validCluster, certificates, path }: PartialInventory,
  now: EpochMs,
): Promise<readonly Problem[]> {
  if (!certificates) return [];
  const { problems, external } = await loadCertificates(validCluster, { ...certificates, now });
  return [
    ...problems,
    ...externalCertificateProblems({ cluster: validCluster, path }, Object.keys(external)),
  ];
}

async function secretProblems(
  { cluster, secretsSource }: PartialInventory,
  env: EnvironmentVariables,
): Promise<readonly Problem[]> {
  if (!secretsSource) return [];
  const keys = keysOf(secretsSource.keys, { env, ask: async () => Promise.reject(NOT_DECRYPTED) });
  const { neededSecrets, secretFault: productFault } = platformOf(cluster);
  const needed = neededSecrets(cluster).map(({ name }) => name);
  return (await loadSecrets(secretsSource, needed, { env, keys, productFault })).problems;
}

/** A file that needs a passphrase is not decrypted, which is not a problem. */
const NOT_DECRYPTED = new UsageError([]);
