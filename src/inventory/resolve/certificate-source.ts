import { isIpAddress } from '../../model/address.ts';
import { releaseOf } from '../../platforms/cloudify/product/versions.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { Inventory } from '../inventory.ts';

/** Returns where the certificates of a cluster are, and which pairs its release needs. */
export function certificateSource({
  cluster,
  tlsDirectory: directory,
  serviceCa,
}: Pick<Inventory, 'cluster' | 'tlsDirectory' | 'serviceCa'>) {
  const release = releaseOf(cluster.version);
  return {
    directory,
    serviceCa,
    needsSuperuserPair: release?.superuserClientCertificates !== false,
    namesPublicIp: release?.ownCertificateNamesPublicIp !== false,
  };
}

/** True unless the release refuses an external certificate for this manager: 7.0 does if its public_ip is an IP address. */
export function acceptsExternalCertificate({ version }: Cluster, { publicIp }: Host): boolean {
  return !isIpAddress(publicIp) || releaseOf(version)?.addressForbidsExternalCertificate !== true;
}
