import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadInventory } from '../../../src/inventory/load.ts';
import { buildPlan } from '../../../src/plan/build/build-plan.ts';
import { materialFor, playbookNamed } from './shipped.ts';

const INVENTORIES = readdirSync('inventories').filter((file) => file.endsWith('.yaml'));
const PLAYBOOKS = ['deploy', 'deploy-overlapped'];
const CASES = INVENTORIES.flatMap((inventory) => PLAYBOOKS.map((playbook) => [inventory, playbook] as const));

const LAST_GATE = { cloudify: 'manager-status', native: 'load-balancer' } as const;

describe('the example inventories', () => {
  test.each(CASES)('%s can be planned with %s, with steps for every host', async (file, name) => {
    const { cluster } = await loadInventory(`inventories/${file}`, { HOME: '/home/operator' });
    const playbook = playbookNamed(name);
    const plan = buildPlan({ playbook, cluster, change: { kind: 'deploy' }, material: materialFor(cluster) });
    const planned = new Set(plan.phases.flatMap(({ lanes }) => lanes.map(({ host }) => host)));
    expect([...planned].sort()).toEqual(cluster.hosts.map((host) => host.name).sort());
    const gates = plan.phases.flatMap((phase) => phase.gates.map(({ gate }) => gate));
    const external = cluster.sourcing.database.kind === 'external';
    const databaseGate = external ? 'external-services' : 'patroni-leader';
    expect(gates).toEqual(expect.arrayContaining(['hosts-ready', databaseGate, LAST_GATE[cluster.platform]]));
    expect(cluster.warnings).toEqual([]);
  });
});
