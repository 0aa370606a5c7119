import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../src/model/change.ts';
import type { Cluster, Host } from '../../src/model/cluster.ts';
import type { Material } from '../../src/model/material.ts';
import type { HostName, Role } from '../../src/model/names.ts';
import type { Plan } from '../../src/model/plan/plan.ts';
import { PLAYBOOK_VOCABULARY } from '../../src/registry/vocabulary.ts';
import { buildPlan } from '../../src/plan/build/build-plan.ts';
import {
  addChange,
  DEPLOY,
  reinitChange,
  removeChange,
  replaceChange,
  restartChange,
  switchoverChange,
} from '../../src/plan/build/named-change.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { cluster as tenHosts, material as tenMaterial } from '../unit/platforms/cloudify/fixture.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The ten hosts and one spare of each role. */
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

/** Material with a certificate for each host, including the spares. */
export const material: Material = {
  ...tenMaterial,
  hosts: Object.fromEntries(
    fourteen.hosts.map(({ name }) => [name, tenMaterial.hosts[name] ?? Object.values(tenMaterial.hosts)[0]!]),
  ),
};

/** Material whose package has the cluster's release. Simulated hosts take their release from the package. */
export const materialFor = ({ version }: Cluster): Material => ({
  ...material,
  package: { ...material.package!, path: `/workstation/cloudify_${version.text}.deb` },
});

/** The cluster without the given hosts. */
export function without(names: readonly HostName[], cluster: Cluster = fourteen): Cluster {
  return { ...cluster, hosts: cluster.hosts.filter(({ name }) => !names.includes(name)) };
}

export function planOf(playbook: string, cluster: Cluster, change: Change): Plan {
  const file = `playbooks/${playbook}.yaml`;
  const parsed = parsePlaybook(readFileSync(join(ROOT, file), 'utf8'), {
    file,
    vocabulary: PLAYBOOK_VOCABULARY,
  });
  return buildPlan({ playbook: parsed, material: materialFor(cluster), cluster, change });
}

export const deployOf = (cluster: Cluster): Plan => planOf('deploy', cluster, DEPLOY);

/** Plan of `add-<role> NAME`. The cluster already lists the host. */
export const addOf = (cluster: Cluster, named: { name: HostName; role: Role }): Plan =>
  planOf(`add-${named.role.replace('_', '-')}`, cluster, addChange(cluster, named));

/** Plan of `remove-<role> NAME`, with `--lost` if `lost`. */
export const removeOf = (cluster: Cluster, named: { name: HostName; role: Role }, lost = false): Plan =>
  planOf(
    `remove-${named.role.replace('_', '-')}`,
    cluster,
    removeChange(cluster, { ...named, state: lost ? 'lost' : 'running' }),
  );

/** Plan of `replace-host NAME`. Every `former` host may still be a member. */
export const replaceOf = (
  cluster: Cluster,
  named: { name: HostName; role: Role },
  former: readonly [Host, ...Host[]],
): Plan =>
  planOf(
    `replace-${named.role.replace('_', '-')}`,
    cluster,
    replaceChange(cluster, [{ ...named, former: [...former] }]),
  );

/** Plan of `restart` or `restart --role ROLE`. */
export const restartOf = (cluster: Cluster, role: Role | 'all', request = 'request-1'): Plan =>
  planOf('restart', cluster, restartChange(cluster, { role, request }));

/** Plan of `switchover` or `switchover --to HOST`. */
export const switchoverOf = (cluster: Cluster, to?: HostName): Plan =>
  planOf(
    'switchover',
    cluster,
    switchoverChange(cluster, {
      to: to === undefined ? 'sync-standby' : { host: to },
      onlyFrom: 'any-leader',
    }),
  );

/** Plan of `reinit-database STANDBY`. */
export const reinitOf = (cluster: Cluster, standby: HostName): Plan =>
  planOf('reinit-database', cluster, reinitChange(cluster, standby));
