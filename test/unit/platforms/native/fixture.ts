import { loadInventory } from '../../../../src/inventory/load.ts';
import type { Change } from '../../../../src/model/change.ts';
import type { Cluster } from '../../../../src/model/cluster.ts';
import type { Plan } from '../../../../src/model/plan/plan.ts';
import { buildPlan } from '../../../../src/plan/build/build-plan.ts';
import { materialFor, playbookNamed } from '../../plan/shipped.ts';

/** The cluster of inventories/native-ten-hosts.yaml: three databases, five brokers and two load balancers. */
export const { cluster } = await loadInventory('inventories/native-ten-hosts.yaml', {
  HOME: '/home/operator',
});
/** The cluster of inventories/native-three-machines.yaml: a database, a broker and a load balancer on each machine. */
export const { cluster: shared } = await loadInventory('inventories/native-three-machines.yaml', {
  HOME: '/home/operator',
});
export const material = materialFor(cluster);

export function planOf(playbook: string, change: Change, of: Cluster = cluster): Plan {
  return buildPlan({ playbook: playbookNamed(playbook), cluster: of, change, material: materialFor(of) });
}
