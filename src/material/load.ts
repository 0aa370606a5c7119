import { loadCertificates } from '../certificates/read/load.ts';
import { neededSecrets } from '../platforms/cloudify/product/secrets.ts';
import { inOneLine, UsageError } from '../errors/errors.ts';
import { certificateDirectory } from '../inventory/resolve/certificate-directory.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Material, Secrets } from '../model/material.ts';
import type { Secret } from '../model/secret.ts';
import { keysOf } from '../secrets/files/keys.ts';
import { loadSecrets } from '../secrets/load.ts';
import type { PassphraseInput } from '../secrets/files/passphrase.ts';
import { externalCertificateProblems } from './external-certificates.ts';
import { loadLicense, loadPackage } from './files.ts';

/** What a plan is made from, and what is accepted but better mended. */
export interface LoadedMaterial {
  readonly material: Material;
  readonly warnings: readonly string[];
}

/**
 * Reads all that a plan needs from the laptop: certificates, secrets, the package's digest, the license. A person may
 * be asked for a passphrase, which takes a second of the event loop: before any host is connected.
 * @param from.now ms since the epoch, against which certificates are checked
 * @throws UsageError with everything that is missing or wrong
 */
export async function loadMaterial(
  inventory: Inventory,
  from: PassphraseInput & { readonly now: number },
): Promise<LoadedMaterial> {
  const { cluster, secretsSource } = inventory;
  const keys = keysOf(secretsSource.keys, from);
  const wanted = neededSecrets(cluster).map(({ name }) => name);
  const [certificates, secrets, packageFile, license] = await Promise.all([
    loadCertificates(cluster, { ...certificateDirectory(inventory), now: from.now }),
    loadSecrets(secretsSource, wanted, { env: from.env, keys }),
    loadPackage(inventory.packagePath),
    loadLicense(inventory.licensePath),
  ]);
  const { problems: ofCertificates, warnings, ...pairs } = certificates;
  const problems = [
    ...ofCertificates,
    ...externalCertificateProblems(inventory, Object.keys(pairs.external)),
    ...secrets.problems,
    ...packageFile.problems,
    ...license.problems,
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const material = {
    ...pairs,
    // Complete, since nothing was said to be missing.
    secrets: secrets.values as Secrets,
    ...(packageFile.value ? { package: packageFile.value } : {}),
    ...(license.value ? { license: license.value } : {}),
  };
  return { material, warnings: [...warnings, ...secrets.warnings].map(inOneLine) };
}

/** Every value that must never be seen, for the redactor: secrets, login passwords, private keys. */
export function allSecrets({ cluster }: Inventory, material: Material): readonly Secret[] {
  const logins = cluster.hosts.flatMap(({ ssh }) => [ssh.password, ssh.becomePassword]);
  const pairs = [
    ...Object.values(material.hosts),
    ...Object.values(material.external),
    ...Object.values(material.databaseClients).flatMap(({ client, superuser }) =>
      superuser ? [client, superuser] : [client],
    ),
  ];
  const keys = pairs.map(({ key }) => key);
  return [...Object.values(material.secrets), ...logins, ...keys].filter((secret) => secret !== undefined);
}
