import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATES } from '../../src/registry/gates.ts';
import type { Cluster, Host } from '../../src/model/cluster.ts';
import type { Material } from '../../src/model/material.ts';
import type { HostName, Role } from '../../src/model/names.ts';
import type { Plan } from '../../src/model/plan/plan.ts';
import { PHASES } from '../../src/registry/phases.ts';
import { buildPlan } from '../../src/plan/build/build-plan.ts';
import { adding, removing, sameMembers } from '../../src/plan/build/clusters.ts';
import type { Clusters } from '../../src/plan/build/clusters.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { cluster as tenHosts, material as tenMaterial } from '../unit/platforms/cloudify/fixture.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The ten hosts and one more of each role, as a grown inventory lists them. */
export const fourteen: Cluster = {
  ...tenHosts,
  hosts: (['database', 'broker', 'manager', 'load_balancer'] as const).flatMap((role) => {
    const own = tenHosts.hosts.filter((host) => host.role === role);
    const last = own.at(-1);
    return last ? [...own, spare(last, own.length + 1)] : own;
  }),
};

function spare(like: Host, number: number): Host {
  const name = like.name.replace(/\d+$/, String(number));
  const address = like.address.replace(/\d+$/, (end) => String(Number(end) + 1));
  return { ...like, name, hostname: name, address, privateIp: address, publicIp: address };
}

/** Everybody has a certificate, the spares too. */
export const material: Material = {
  ...tenMaterial,
  hosts: Object.fromEntries(
    fourteen.hosts.map(({ name }) => [name, tenMaterial.hosts[name] ?? Object.values(tenMaterial.hosts)[0]!]),
  ),
};

/** With the package of that release, which is what tells a simulated host its release. */
export const materialFor = ({ version }: Cluster): Material => ({
  ...material,
  package: { ...material.package!, path: `/laptop/cloudify_${version.text}.deb` },
});

/** The cluster with these hosts left out. */
export function without(names: readonly HostName[], cluster: Cluster = fourteen): Cluster {
  return { ...cluster, hosts: cluster.hosts.filter(({ name }) => !names.includes(name)) };
}

export function planOf(playbook: string, clusters: Clusters): Plan {
  const file = `playbooks/${playbook}.yaml`;
  const vocabulary = { phases: Object.keys(PHASES), gates: Object.keys(GATES) };
  const parsed = parsePlaybook(readFileSync(join(ROOT, file), 'utf8'), { file, vocabulary });
  // As the commands of day 2 do, which all take --down.
  const whole = playbook === 'deploy' ? clusters : { down: [], ...clusters };
  return buildPlan({ playbook: parsed, material: materialFor(clusters.next), ...whole });
}

export const deployOf = (cluster: Cluster): Plan => planOf('deploy', sameMembers(cluster));

/** `add-<role> name`, for an inventory that lists it. */
export const addOf = (cluster: Cluster, named: { name: HostName; role: Role }): Plan =>
  planOf(`add-${named.role.replace('_', '-')}`, adding(cluster, named));

/** `remove-<role> name`. */
export const removeOf = (cluster: Cluster, named: { name: HostName; role: Role }, gone = false): Plan =>
  planOf(`remove-${named.role.replace('_', '-')}`, removing(cluster, { ...named, gone }));
