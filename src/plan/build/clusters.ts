import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import type { PlanInput } from './build-plan.ts';

/** What of a plan says who is a member before and after. */
export type Clusters = Pick<PlanInput, 'now' | 'next' | 'targets' | 'leaving' | 'request' | 'led' | 'down'>;

/** A host of the inventory, as a command names it. */
export interface Named {
  readonly name: HostName;
  readonly role: Role;
}

/** Nobody joins or leaves. */
export function sameMembers(cluster: Cluster): Clusters {
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

/**
 * A dead host's successor under its name. A database is known by its address: where that changes, the old one is another
 * node than the new. @param was the host as it was; several times, where a successor was given up for another: whichever
 * of them the cluster still has leaves
 */
export function replacing(cluster: Cluster, named: Named, was: readonly Host[]): Clusters {
  const host = hostOf(cluster, named);
  const old = was.map((one) => {
    const moved = host.role === 'database' && one.privateIp !== host.privateIp;
    return moved ? { ...one, name: `${one.name} at ${one.privateIp}` } : one;
  });
  const nodes = new Map(old.map((one) => [one.name, one]));
  return {
    ...adding(cluster, named),
    leaving: [...nodes.values()].map((one) => ({ host: one, gone: true })),
  };
}

/** Nobody joins or leaves; the command is about these. @throws UsageError when the inventory has one not, or in another role */
export function about(cluster: Cluster, named: readonly Named[]): Clusters {
  return { ...sameMembers(cluster), targets: named.map((one) => hostOf(cluster, one).name) };
}

/**
 * The same, with members that are dead and stay: nothing is asked of them, and they count as lost.
 * @throws UsageError for a name that the inventory has not, and for a host that the command is about
 */
export function withDown(clusters: Clusters, down: readonly HostName[]): Clusters {
  const own = down.flatMap((name) => ownDown(clusters, name));
  if (own.length > 0) throw new UsageError(own);
  const known = [...clusters.now.hosts, ...clusters.next.hosts].map(({ name }) => name);
  const unknown = down.filter((name) => !known.includes(name));
  if (unknown.length === 0) return { ...clusters, down };
  const next = 'name hosts of the inventory, with commas between them';
  throw new UsageError(unknown.map((name) => ({ what: `--down: the inventory has no host ${name}`, next })));
}

/**
 * The same before the inventory has the host that is added.
 * @throws UsageError for a name that the inventory has not, and for that host
 */
export function checkDown(cluster: Cluster, added: HostName, down: readonly HostName[]): void {
  withDown({ ...sameMembers(cluster), targets: [added] }, down);
}

/** Of others a command makes do without; what it does to its own host it cannot do without that. */
function ownDown({ targets = [], leaving = [] }: Clusters, name: HostName): readonly Problem[] {
  const [removed] = leaving;
  if (removed?.host.name !== name && !targets.includes(name)) return [];
  const instead = removed
    ? 'it is dead for this command anyway'
    : 'a dead host can be no part of this command';
  const next =
    removed?.gone === false ? 'if it is dead: --gone instead of --down' : `leave it out: ${instead}`;
  return [{ what: `--down names other hosts: ${name} is the one that the command is about`, next }];
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
