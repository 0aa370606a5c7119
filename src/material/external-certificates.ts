import type { Problem } from '../errors/errors.ts';
import { acceptsExternalCertificate } from '../inventory/resolve/certificate-directory.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { hostNamed } from '../model/cluster.ts';
import type { HostName } from '../model/names.ts';

/** External certificates that the release does not take. @param names the managers that have one */
export function externalCertificateProblems(
  { cluster, path }: Pick<Inventory, 'cluster' | 'path'>,
  names: readonly HostName[],
): readonly Problem[] {
  return names
    .map((name) => hostNamed(cluster, name))
    .filter((host) => !acceptsExternalCertificate(cluster, host))
    .map(({ name, publicIp }) => ({
      where: path,
      what: `${name} has an external certificate, and its public_ip ${publicIp} is an IP address`,
      why: `release ${cluster.version.text} refuses the two together`,
      next: `give ${name} a name as public_ip, or remove ${name}-external.crt and .key`,
    }));
}
