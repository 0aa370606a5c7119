import { loadCertificates } from '../certificates/read/load.ts';
import { neededSecrets } from '../platforms/cloudify/product/secrets.ts';
import { UsageError } from '../errors/errors.ts';
import type { Problem } from '../errors/errors.ts';
import type { PartialInventory } from '../inventory/resolve/partial-inventory.ts';
import type { Environment } from '../model/secret.ts';
import { keysOf } from '../secrets/files/keys.ts';
import { loadSecrets } from '../secrets/load.ts';
import { externalCertificateProblems } from './external-certificates.ts';
import { checkPackage, loadLicense } from './files.ts';
import { hostPasswordProblems } from './host-passwords.ts';

interface From {
  readonly env: Environment;
  /** ms since the epoch */
  readonly now: number;
}

/**
 * Everything that is wrong beside an inventory that has problems itself, so that all can be mended at once: missing
 * certificates, secrets, the package, the license. Nobody is asked for a passphrase: what only that would open is not
 * spoken of. Never throws.
 */
export async function localFileProblems(legible: PartialInventory, from: From): Promise<readonly Problem[]> {
  const all = await Promise.all([
    hostPasswordProblems(legible.hostPasswords, from.env),
    certificateProblems(legible, from.now),
    secretProblems(legible, from.env),
    checkPackage(legible.packagePath),
    loadLicense(legible.licensePath).then(({ problems }) => problems),
  ]);
  return all.flat();
}

async function certificateProblems(
  { validCluster: sound, certificates, path }: PartialInventory,
  now: number,
): Promise<readonly Problem[]> {
  if (!certificates) return [];
  const { problems, external } = await loadCertificates(sound, { ...certificates, now });
  return [...problems, ...externalCertificateProblems({ cluster: sound, path }, Object.keys(external))];
}

async function secretProblems(
  { cluster, secretsSource }: PartialInventory,
  env: Environment,
): Promise<readonly Problem[]> {
  if (!secretsSource) return [];
  const keys = keysOf(secretsSource.keys, { env, ask: async () => Promise.reject(NOBODY_ASKED) });
  const wanted = neededSecrets(cluster).map(({ name }) => name);
  return (await loadSecrets(secretsSource, wanted, { env, keys })).problems;
}

/** The file stays closed, and that is no problem of it. */
const NOBODY_ASKED = new UsageError([]);
