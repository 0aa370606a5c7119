import type { Cluster, Host } from '../../../model/cluster.ts';
import type { Word } from '../../../model/host/command.ts';
import type { KeyPair, Material } from '../../../model/material.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { remembered } from '../../../model/work/remembered.ts';
import { stagedPaths } from '../product/paths.ts';
import { knownRelease } from '../product/versions.ts';

/** A file that Quorate writes to a host for the product to read or copy. */
export interface StagedFile {
  readonly path: AbsolutePath;
  readonly content: Word;
  /** True for a private key, which is removed once the product has copied it. */
  readonly isKey: boolean;
  /**
   * Name under which the content is compared as a setting, such as `certificates.ca`. Absent if no installation applies
   * the file (the license).
   */
  readonly setting?: string;
}

/**
 * Returns the certificates, keys and license that a host needs, but none of another host.
 * @throws Error (a bug) if a file was not loaded that the checks of the inventory require
 */
export function stagedFiles(cluster: Cluster, host: Host, material: Material): readonly StagedFile[] {
  return filesIn(cluster, material)(host);
}

/** The files of each host. Staging, installing and removing the keys need the same ones. */
const filesIn = remembered((cluster: Cluster, material: Material) =>
  remembered((host: Host): readonly StagedFile[] => {
    const own = needed(material.hosts[host.name], `the certificate of ${host.name}`);
    return [
      { path: stagedPaths.ca, content: material.ca, isKey: false, setting: 'certificates.ca' },
      ...pair(own, OWN_PAIR),
      ...(host.role === 'manager' ? ofManager(cluster, host, material) : []),
    ];
  }),
);

const OWN_PAIR: Places = {
  certificate: stagedPaths.certificate,
  key: stagedPaths.key,
  setting: 'certificates.node',
};

function ofManager(cluster: Cluster, host: Host, material: Material): readonly StagedFile[] {
  const { serviceCa, license } = material;
  const external = material.external[host.name];
  const places = {
    certificate: stagedPaths.externalCertificate,
    key: stagedPaths.externalKey,
    setting: 'certificates.external',
  };
  return [
    ...(external ? pair(external, places) : []),
    ...(cluster.sslClientVerification ? ofDatabaseClient(cluster, host, material) : []),
    ...(serviceCa.database === undefined ? [] : [authority('database', serviceCa.database)]),
    ...(serviceCa.broker === undefined ? [] : [authority('broker', serviceCa.broker)]),
    ...(license ? [{ path: stagedPaths.license, content: license, isKey: false }] : []),
  ];
}

/** The CA of an external service that does not use the cluster's CA. */
function authority(service: 'database' | 'broker', content: string): StagedFile {
  const path = service === 'database' ? stagedPaths.databaseCa : stagedPaths.brokerCa;
  return { path, content, isKey: false, setting: `certificates.${service}-ca` };
}

function ofDatabaseClient(cluster: Cluster, host: Host, material: Material): readonly StagedFile[] {
  const pairs = needed(material.databaseClients[host.name], `the client certificates of ${host.name}`);
  const client = pair(pairs.client, {
    certificate: stagedPaths.databaseClientCertificate,
    key: stagedPaths.databaseClientKey,
    setting: 'certificates.db-client',
  });
  if (!knownRelease(cluster.version).superuserClientCertificates) return client;
  const superuser = pair(needed(pairs.superuser, `the superuser's certificate of ${host.name}`), {
    certificate: stagedPaths.databaseSuperuserCertificate,
    key: stagedPaths.databaseSuperuserKey,
    setting: 'certificates.db-superuser',
  });
  return [...client, ...superuser];
}

interface Places {
  readonly certificate: AbsolutePath;
  readonly key: AbsolutePath;
  readonly setting: string;
}

function pair({ certificate, key }: KeyPair, places: Places): readonly StagedFile[] {
  return [
    {
      path: places.certificate,
      content: certificate,
      isKey: false,
      setting: `${places.setting}.certificate`,
    },
    { path: places.key, content: key, isKey: true, setting: `${places.setting}.key` },
  ];
}

function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} was not loaded from the local files`);
  return value;
}
