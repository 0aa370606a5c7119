import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { GATES } from '../../../src/gates/registry.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { KeyPair, Material } from '../../../src/model/material.ts';
import { Secret } from '../../../src/model/secret.ts';
import { PHASES } from '../../../src/phases/registry.ts';
import { buildPlan } from '../../../src/plan/build.ts';
import { parsePlaybook } from '../../../src/playbook/parse.ts';
import { material } from '../cloudify/fixture.ts';

const INVENTORIES = readdirSync('inventories').filter((file) => file.endsWith('.yaml'));
const PLAYBOOKS = ['deploy', 'deploy-overlapped'];
const CASES = INVENTORIES.flatMap((inventory) => PLAYBOOKS.map((playbook) => [inventory, playbook] as const));

/** What would lie beside the inventory: a certificate for each of its hosts. */
function materialFor({ hosts }: Cluster): Material {
  const pair = (name: string): KeyPair => ({
    certificate: `of ${name}\n`,
    key: new Secret(`key of ${name}\n`),
  });
  const clients = (name: string) => ({ client: pair(name), superuser: pair(name) });
  return {
    ...material,
    hosts: Object.fromEntries(hosts.map(({ name }) => [name, pair(name)])),
    databaseClients: Object.fromEntries(hosts.map(({ name }) => [name, clients(name)])),
  };
}

function playbookNamed(name: string) {
  const file = `${name}.yaml`;
  const vocabulary = { phases: Object.keys(PHASES), gates: Object.keys(GATES) };
  return parsePlaybook(readFileSync(`playbooks/${file}`, 'utf8'), { file, vocabulary });
}

describe('the inventories that come with it', () => {
  test.each(CASES)('%s can be planned with %s: each of its hosts gets its work', async (file, name) => {
    const { cluster } = await loadInventory(`inventories/${file}`, { HOME: '/home/operator' });
    const playbook = playbookNamed(name);
    const plan = buildPlan({ playbook, now: cluster, next: cluster, material: materialFor(cluster) });
    const worked = new Set(plan.phases.flatMap(({ lanes }) => lanes.map(({ host }) => host)));
    expect([...worked].sort()).toEqual(cluster.hosts.map((host) => host.name).sort());
    const gates = plan.phases.flatMap((phase) => phase.gates.map(({ gate }) => gate));
    const external = cluster.sourcing.database.kind === 'external';
    const ofDatabase = external ? 'external-services' : 'patroni-leader';
    expect(gates).toEqual(expect.arrayContaining(['hosts-ready', ofDatabase, 'manager-status']));
    expect(cluster.warnings).toEqual([]);
  });
});
