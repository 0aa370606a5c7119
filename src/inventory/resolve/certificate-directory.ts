import { isIP } from 'node:net';
import { releaseOf } from '../../platforms/cloudify/product/versions.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { Inventory } from '../inventory.ts';

/** Where the certificates of a cluster are, and which ones its release wants. */
export function certificateDirectory({
  cluster,
  tlsDirectory: directory,
  serviceCa,
}: Pick<Inventory, 'cluster' | 'tlsDirectory' | 'serviceCa'>) {
  return { directory, serviceCa, needsSuperuserPair: needsSuperuserPair(cluster) };
}

const needsSuperuserPair = ({ version }: Cluster): boolean =>
  releaseOf(version)?.superuserClientCertificates !== false;

/** Whether the release takes an external certificate for this manager: 7.0 refuses one beside a public IP address. */
export function acceptsExternalCertificate({ version }: Cluster, { publicIp }: Host): boolean {
  return isIP(publicIp) === 0 || releaseOf(version)?.addressForbidsExternalCertificate !== true;
}
