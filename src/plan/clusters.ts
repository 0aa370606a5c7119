import { UsageError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { Cluster, Host } from '../model/cluster.ts';
import type { HostName, Role } from '../model/names.ts';
import type { PlanInput } from './build.ts';

/** What of a plan says who is a member before and after. */
export type Clusters = Pick<PlanInput, 'now' | 'next' | 'targets' | 'leaving'>;

/** A host of the inventory, as a command names it. */
export interface Named {
  readonly name: HostName;
  readonly role: Role;
}

/** Nobody joins or leaves. */
export function unchanged(cluster: Cluster): Clusters {
  return { now: cluster, next: cluster };
}

/** The inventory has the host already. @throws UsageError when it has not, or in another role */
export function adding(cluster: Cluster, named: Named): Clusters {
  const { name } = hostOf(cluster, named);
  return { now: without(cluster, name), next: cluster, targets: [name] };
}

/** The inventory has the host still. @throws UsageError when it has not, or in another role */
export function removing(cluster: Cluster, { gone, ...named }: Named & { readonly gone: boolean }): Clusters {
  const host = hostOf(cluster, named);
  return { now: cluster, next: without(cluster, host.name), leaving: [{ host, gone }] };
}

function without(cluster: Cluster, name: HostName): Cluster {
  return { ...cluster, hosts: cluster.hosts.filter((host) => host.name !== name) };
}

function hostOf({ hosts }: Cluster, { name, role }: Named): Host {
  const host = hosts.find((one) => one.name === name);
  if (host?.role === role) return host;
  const alike = hosts.filter((one) => one.role === role).map((one) => one.name);
  const what = host
    ? `${name} is no ${inWords(role)}: the inventory has it as ${inWords(host.role)}`
    : `the inventory has no host ${name}${didYouMean(name, alike)}`;
  throw new UsageError([{ what, next: `its ${inWords(role)} hosts: ${alike.join(', ') || 'none'}` }]);
}

function inWords(role: Role): string {
  return role.replace('_', ' ');
}
