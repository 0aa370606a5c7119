import type { Cluster } from '../../model/cluster.ts';
import { certificateDirectory } from './certificate-directory.ts';
import type { InventoryFinding } from '../problems.ts';
import { isWithin } from '../schema/remove-invalid.ts';
import type { Inventory } from '../inventory.ts';
import type { ResolvedInventory } from './resolve.ts';
import type { YamlPath } from '../yaml/source.ts';

/** What an inventory that has problems says clearly: enough to look at what lies beside it, and no more. */
export interface PartialInventory extends Pick<
  Inventory,
  'path' | 'cluster' | 'hostPasswords' | 'packagePath' | 'licensePath'
> {
  /** Only the hosts with which nothing is wrong. */
  readonly validCluster: Cluster;
  readonly certificates?: ReturnType<typeof certificateDirectory>;
  readonly secretsSource?: Inventory['secretsSource'];
}

interface Wrong {
  readonly hosts: ResolvedInventory['hosts'];
  /** Where something was left out, and something else may stand for it. */
  readonly dropped: readonly YamlPath[];
  readonly findings: readonly InventoryFinding[];
}

/** What certificates hang on, besides the hosts: a wrong value here would make them all look wrong. */
const OF_CERTIFICATES: readonly YamlPath[] = [
  ['tls'],
  ['ssl_client_verification'],
  ['databases', 'external', 'user'],
  ['databases', 'external', 'ca'],
  ['brokers', 'external', 'ca'],
  ['load_balancers', 'external', 'address'],
];
/** What decides which secrets are needed, and where they are. */
const OF_SECRETS: readonly YamlPath[] = [['secrets'], ['monitoring']];

export function partialInventory(inventory: Inventory, wrong: Wrong): PartialInventory {
  const { packagePath, licensePath, secretsSource, cluster, path, hostPasswords: logins } = inventory;
  const clear = (...all: readonly YamlPath[]) => !all.some((at) => isTouched(at, wrong));
  const sound = wrong.hosts.filter(({ at }) => clear(at)).map(({ host }) => host);
  return {
    path,
    cluster,
    hostPasswords: logins,
    validCluster: { ...cluster, hosts: sound },
    ...(clear(...OF_CERTIFICATES) && { certificates: certificateDirectory(inventory) }),
    ...(clear(...OF_SECRETS) && { secretsSource }),
    ...(packagePath !== undefined && clear(['cloudify', 'package']) && { packagePath }),
    ...(licensePath !== undefined && clear(['cloudify', 'license']) && { licensePath }),
  };
}

/** Is something missing there or around it, or something wrong in it? */
function isTouched(at: YamlPath, { dropped, findings }: Wrong): boolean {
  const found = findings.flatMap((finding) => ('span' in finding.at ? [] : [finding.at]));
  return isWithin(at, dropped) || [...dropped, ...found].some((path) => isWithin(path, [at]));
}
