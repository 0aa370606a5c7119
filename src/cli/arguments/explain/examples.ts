import { readInventory } from '../../../inventory/read.ts';
import type { Cluster } from '../../../model/cluster.ts';
import { resource } from '../../resource.ts';

/** Inventories of this package whose plans have the steps of both platforms, for a step without an inventory. */
export const EXAMPLES = [
  'inventories/three-each.yaml',
  'inventories/native-application.yaml',
  'inventories/native-ten-hosts.yaml',
];

/** @throws Error if the example is invalid, which a test excludes */
export function exampleCluster(name: string): Cluster {
  const context = { path: name, directory: '/', home: '/', env: {} };
  const { inventory } = readInventory(resource(name), context);
  if (!inventory) throw new Error(`${name} is not valid`);
  return inventory.cluster;
}
