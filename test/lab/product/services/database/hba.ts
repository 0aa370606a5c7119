import { isIP } from 'node:net';
import { databaseAddresses } from '../../config/members.ts';
import type { Settings } from '../../config/settings.ts';

/** An address as in pg_hba.conf: IP addresses have a mask, names do not. */
export function hbaAddress(address: string): string {
  const version = isIP(address);
  return version === 0 ? address : `${address}/${version === 4 ? 32 : 128}`;
}

const mentions = (address: string) => {
  const text = ` ${hbaAddress(address)} `;
  return (entry: string): boolean => entry.includes(text);
};

export function addToHba(hba: readonly string[], address: string): string[] {
  // The line of the monitoring user does not give the node access.
  if (hba.some((entry) => mentions(address)(entry) && / (postgres|replicator) /.test(entry))) return [...hba];
  return [
    `hostssl all postgres ${hbaAddress(address)} md5`,
    `hostssl replication replicator ${hbaAddress(address)} md5`,
    ...hba,
  ];
}

export const removeFromHba = (hba: readonly string[], address: string): string[] =>
  hba.filter((entry) => !mentions(address)(entry));

export function clusterHba(settings: Settings): string[] {
  const { db_monitoring: monitoring, ssl_client_verification: verify } = settings.postgresql_server;
  const nodes = databaseAddresses(settings);
  const trusted = settings.release.certificatePerAccount ? 'verify-full' : 'verify-ca';
  const everyone = verify ? `md5 clientcert=${trusted}` : 'md5';
  const base = [
    'hostssl replication replicator 127.0.0.1/32 md5',
    ...(monitoring ? nodes.map((ip) => `hostssl all ${monitoring.username} ${hbaAddress(ip)} md5`) : []),
    `hostssl all all 0.0.0.0/0 ${everyone}`,
    `hostssl all all ::0/0 ${everyone}`,
  ];
  return nodes.reduce(addToHba, base);
}
