import { isIP } from 'node:net';
import { releaseOf } from '../cloudify/versions.ts';
import type { Cluster, Host } from '../model/cluster.ts';

/** Whether the release takes an external certificate for this manager: 7.0 refuses one beside a public IP address. */
export function mayHaveExternal({ version }: Cluster, { publicIp }: Host): boolean {
  return isIP(publicIp) === 0 || releaseOf(version)?.addressForbidsExternalCertificate !== true;
}
