import { platformOf } from '../../registry/platforms.ts';
import type { Inventory } from '../inventory.ts';

/** Returns where the certificates of a cluster are, and which pairs its release needs. */
export function certificateSource({
  cluster,
  tlsDirectory: directory,
  serviceCa,
}: Pick<Inventory, 'cluster' | 'tlsDirectory' | 'serviceCa'>) {
  return { directory, serviceCa, ...platformOf(cluster).certificateNeeds(cluster.version) };
}
