import type { Problem } from '../errors/errors.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { hostNamed } from '../model/cluster.ts';
import type { HostName } from '../model/names.ts';
import { platformOf } from '../registry/platforms.ts';

/** Reports external certificates that the release refuses. @param names managers that have an external certificate */
export function externalCertificateProblems(
  { cluster, path }: Pick<Inventory, 'cluster' | 'path'>,
  names: readonly HostName[],
): readonly Problem[] {
  return names
    .map((name) => hostNamed(cluster, name))
    .filter((host) => !platformOf(cluster).acceptsExternalCertificate(cluster, host))
    .map(({ name, publicIp }) => ({
      where: path,
      what: `${name} has an external certificate, but its public_ip ${publicIp} is an IP address`,
      why: `release ${cluster.version.text} does not allow both`,
      next: `set public_ip of ${name} to a name, or remove ${name}-external.crt and .key`,
    }));
}
