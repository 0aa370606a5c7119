import { loadCertificates } from '../certificates/read/load.ts';
import { platformOf } from '../registry/platforms.ts';
import { inOneLine, UsageError } from '../errors/errors.ts';
import { certificateSource } from '../inventory/resolve/certificate-source.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Material, Secrets } from '../model/material.ts';
import type { EpochMs } from '../model/duration.ts';
import type { EnvironmentVariables, Secret } from '../model/secret.ts';
import type { UnwrittenFiles } from '../certificates/read/pem-file.ts';
import type { AgeKeys } from '../secrets/files/age.ts';
import { keysOf } from '../secrets/files/keys.ts';
import { loadSecrets, type LoadedSecrets } from '../secrets/load.ts';
import type { PassphraseInput } from '../secrets/files/passphrase.ts';
import { externalCertificateProblems } from './external-certificates.ts';
import { loadLicense, loadPackage } from './files.ts';
import { loadPackageFiles, loadRepositoryKey } from './package-source.ts';

interface LoadedMaterial {
  readonly material: Material;
  /** Problems that do not stop a command but should be fixed. */
  readonly warnings: readonly string[];
}

interface LoadingOptions extends PassphraseInput {
  /** The time for which certificates must be valid. */
  readonly now: EpochMs;
  /** Keys that have prompted for their passphrase already. */
  readonly keys?: AgeKeys;
  /** Certificates that the run issues. */
  readonly unwritten?: UnwrittenFiles;
  /** Secrets that are loaded already. */
  readonly secrets?: LoadedSecrets;
}

/**
 * Loads the secrets that a plan needs. May prompt for a passphrase, and decryption with a passphrase blocks the event loop
 * for a second, so call this before connecting to hosts. Never throws.
 */
export function loadNeededSecrets(
  { cluster, secretsSource }: Inventory,
  { env, keys }: { readonly env: EnvironmentVariables; readonly keys: AgeKeys },
): Promise<LoadedSecrets> {
  const { neededSecrets, secretFault: productFault } = platformOf(cluster);
  const needed = neededSecrets(cluster).map(({ name }) => name);
  return loadSecrets(secretsSource, needed, { env, keys, productFault });
}

/**
 * Loads the local files that a plan needs: certificates, secrets, digests of packages, keys and license. Prompts as
 * `loadNeededSecrets` if the secrets are not loaded yet.
 * @throws UsageError with all problems
 */
export async function loadMaterial(inventory: Inventory, from: LoadingOptions): Promise<LoadedMaterial> {
  const { cluster, secretsSource } = inventory;
  const { now, unwritten, keys = keysOf(secretsSource.keys, from) } = from;
  const [certificates, secrets, packageFile, license, repositoryKey, packageFiles] = await Promise.all([
    loadCertificates(cluster, {
      ...certificateSource(inventory),
      now,
      ...(unwritten && { unwritten }),
    }),
    from.secrets ?? loadNeededSecrets(inventory, { env: from.env, keys }),
    loadPackage(inventory.packagePath),
    loadLicense(inventory.licensePath),
    loadRepositoryKey(inventory.repositoryKeyPath),
    loadPackageFiles(inventory.packageDirectory, platformOf(cluster).neededPackages(cluster)),
  ]);
  const { problems: ofCertificates, warnings, ...pairs } = certificates;
  const problems = [
    ...ofCertificates,
    ...externalCertificateProblems(inventory, Object.keys(pairs.external)),
    ...secrets.problems,
    ...packageFile.problems,
    ...license.problems,
    ...repositoryKey.problems,
    ...packageFiles.problems,
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const material = {
    ...pairs,
    // Every needed secret has a value, because there are no problems.
    secrets: secrets.values as Secrets,
    ...(packageFile.value ? { package: packageFile.value } : {}),
    ...(license.value ? { license: license.value } : {}),
    ...(repositoryKey.value === undefined ? {} : { repositoryKey: repositoryKey.value }),
    ...(packageFiles.value ? { packageFiles: packageFiles.value } : {}),
  };
  return { material, warnings: [...warnings, ...secrets.warnings].map(inOneLine) };
}

/** Returns the values that must be masked in all output: secrets, passwords of hosts, private keys and the license. */
export function allSecrets({ cluster }: Inventory, material: Material): readonly Secret[] {
  const passwords = cluster.hosts.flatMap(({ ssh }) => [ssh.password, ssh.becomePassword]);
  const pairs = [
    ...Object.values(material.hosts),
    ...Object.values(material.external),
    ...Object.values(material.etcd?.pairs ?? {}),
    ...Object.values(material.databaseClients).flatMap(({ client, superuser }) =>
      superuser ? [client, superuser] : [client],
    ),
  ];
  const keys = pairs.map(({ key }) => key);
  return [...Object.values(material.secrets), ...passwords, ...keys, material.license].filter(
    (secret) => secret !== undefined,
  );
}
