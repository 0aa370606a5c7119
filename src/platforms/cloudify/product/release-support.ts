import { isIpAddress } from '../../../model/address.ts';
import type { Cluster, Host, Version } from '../../../model/cluster.ts';
import type { CertificateNeeds, ReleaseSupport } from '../../inventory-platform.ts';
import { releaseOf } from './versions.ts';

const NO_IPV6 = {
  why: 'it writes addresses into URLs without brackets',
  next: 'use an IPv4 address, or install 6.1 or later',
};

/** Returns undefined if the release is unknown. */
export function releaseSupport(version: Version): ReleaseSupport | undefined {
  const release = releaseOf(version);
  return release && { monitoring: release.monitoring, ...(release.ipv6 ? {} : { noIpv6: NO_IPV6 }) };
}

/** The product requires this name even if the managers use another database account (val.py, 650). */
const DATABASE_CLIENT = 'cloudify';

/** Returns the certificates that a release needs. */
export function certificateNeeds(version: Version): CertificateNeeds {
  const release = releaseOf(version);
  return {
    needsSuperuserPair: release?.superuserClientCertificates !== false,
    namesPublicIp: release?.ownCertificateNamesPublicIp !== false,
    databaseClient: DATABASE_CLIENT,
  };
}

/** True unless the release refuses an external certificate for this manager: 7.0 does if its public_ip is an IP address. */
export function acceptsExternalCertificate({ version }: Cluster, { publicIp }: Host): boolean {
  return !isIpAddress(publicIp) || releaseOf(version)?.addressForbidsExternalCertificate !== true;
}
