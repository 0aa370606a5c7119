import type { Cluster } from '../../model/cluster.ts';
import { certificateSource } from './certificate-source.ts';
import type { InventoryFinding } from '../problems.ts';
import { isWithin } from '../schema/remove-invalid.ts';
import type { Inventory } from '../inventory.ts';
import type { ResolvedInventory } from './resolve.ts';
import type { YamlPath } from '../yaml/source.ts';

/** The parts of an inventory with problems that no problem affects, to check the files that they refer to. */
export interface PartialInventory extends Pick<
  Inventory,
  | 'path'
  | 'cluster'
  | 'hostPasswords'
  | 'packagePath'
  | 'licensePath'
  | 'repositoryKeyPath'
  | 'packageDirectory'
> {
  /** The cluster with only those hosts that have no finding. */
  readonly validCluster: Cluster;
  readonly certificates?: ReturnType<typeof certificateSource>;
  readonly secretsSource?: Inventory['secretsSource'];
}

interface Faults {
  readonly hosts: ResolvedInventory['hosts'];
  /** Paths that were left out or replaced by a placeholder. */
  readonly dropped: readonly YamlPath[];
  readonly findings: readonly InventoryFinding[];
}

/** Paths that all certificates depend on, besides the hosts. */
const CERTIFICATE_PATHS: readonly YamlPath[] = [
  ['tls'],
  ['ssl_client_verification'],
  ['databases', 'external', 'user'],
  ['databases', 'external', 'ca'],
  ['brokers', 'external', 'ca'],
  ['load_balancers', 'external', 'address'],
  ['load_balancers', 'virtual_ip'],
];
/** Paths that decide which secrets are needed, and where they are. */
const SECRET_PATHS: readonly YamlPath[] = [['secrets'], ['monitoring']];

/** Returns the parts of an inventory that no fault affects. */
export function partialInventory(inventory: Inventory, faults: Faults): PartialInventory {
  const { packagePath, licensePath, secretsSource, cluster, path, hostPasswords } = inventory;
  const { repositoryKeyPath, packageDirectory } = inventory;
  const clear = (...all: readonly YamlPath[]) => !all.some((at) => isAffected(at, faults));
  const valid = faults.hosts.filter(({ at }) => clear(at)).map(({ host }) => host);
  return {
    path,
    cluster,
    hostPasswords,
    validCluster: { ...cluster, hosts: valid },
    ...(clear(...CERTIFICATE_PATHS) && { certificates: certificateSource(inventory) }),
    ...(clear(...SECRET_PATHS) && { secretsSource }),
    ...(packagePath !== undefined && clear(['cloudify', 'package']) && { packagePath }),
    ...(licensePath !== undefined && clear(['cloudify', 'license']) && { licensePath }),
    ...(repositoryKeyPath !== undefined &&
      clear(['native', 'packages', 'repository', 'key']) && { repositoryKeyPath }),
    ...(packageDirectory !== undefined &&
      clear(['native', 'packages', 'directory'], ['native', 'postgresql']) && { packageDirectory }),
  };
}

/** True if a part at, above or below the path was left out, or a finding is at or below it. */
function isAffected(at: YamlPath, { dropped, findings }: Faults): boolean {
  const found = findings.flatMap((finding) => ('span' in finding.at ? [] : [finding.at]));
  return isWithin(at, dropped) || [...dropped, ...found].some((path) => isWithin(path, [at]));
}
