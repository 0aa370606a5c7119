import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { targetsOf } from '../../model/change.ts';
import type { Candidate, Change, MemberChange, Some } from '../../model/change.ts';
import { hostsOf, type Cluster, type Host } from '../../model/cluster.ts';
import type { HostName, Role } from '../../model/names.ts';
import { commandStep, either, inOrder, manual, runAgain } from '../../model/next-step.ts';

/** A host of the inventory, as an operator names it on the command line. */
interface NamedHost {
  readonly name: HostName;
  readonly role: Role;
}

type Names = readonly HostName[];

export const DEPLOY: Change = { kind: 'deploy' };

/** @throws UsageError if the inventory does not list the host, or lists it in another role, or if `down` is wrong */
export function addChange(cluster: Cluster, named: NamedHost, down: Names = []): Change {
  return withDown(cluster, { kind: 'add', member: listedHost(cluster, named) }, down);
}

/**
 * @throws UsageError if the inventory does not list the host, or lists it in another role, if `down` is wrong, or if one
 * load balancer would remain of a cluster with a virtual address
 */
export function removeChange(
  cluster: Cluster,
  { state, ...named }: NamedHost & { readonly state: 'running' | 'lost' },
  down: Names = [],
): Change {
  const member = listedHost(cluster, named);
  checkBalancersLeft(cluster, member);
  return withDown(cluster, { kind: 'remove', member, state }, down);
}

/** The inventory could not list a single load balancer afterwards. */
function checkBalancersLeft(cluster: Cluster, { name, role }: Host): void {
  if (role !== 'load_balancer' || !cluster.virtualIp || hostsOf(cluster, role).length > 2) return;
  const what = `without ${name}, one load balancer would remain, and virtual_ip needs two`;
  throw new UsageError([
    { what, next: manual('add a load balancer first, or remove virtual_ip from the inventory and deploy') },
  ]);
}

/**
 * Describes the replacement of the hosts of a machine.
 * @param cluster the inventory with the replacements
 * @param replaced `former`: the replaced host; several if an earlier replacement was itself replaced before it joined
 * @throws UsageError if the inventory does not list the host, or lists it in another role, or if `down` is wrong
 */
export function replaceChange(
  cluster: Cluster,
  replaced: readonly (NamedHost & { readonly former: Some<Host> })[],
  down: Names = [],
): Change {
  const members = replaced.map(({ former, ...named }) => ({
    replacement: listedHost(cluster, named),
    former,
  }));
  const [first, ...rest] = members;
  if (!first) throw new Error('no host to replace');
  return withDown(cluster, { kind: 'replace', members: [first, ...rest] }, down);
}

/** @throws UsageError if no host of the role remains to restart, or if `down` is wrong */
export function restartChange(
  cluster: Cluster,
  { role, request }: { readonly role: Role | 'all'; readonly request: string },
  down: Names = [],
): Change {
  if (role === 'all') return withDown(cluster, { kind: 'restart', members: 'all', request }, down);
  const [first, ...rest] = hostsOf(cluster, role).filter(({ name }) => !down.includes(name));
  if (first) return withDown(cluster, { kind: 'restart', members: [first, ...rest], request }, down);
  const but = down.length > 0 ? ' that are not down' : '';
  const what = `the inventory has no ${inWords(role)} hosts to restart${but}`;
  throw new UsageError([{ what, next: either(runAgain({ without: '--role' }), manual('use another role')) }]);
}

/** @throws UsageError if the inventory has no databases, or does not list `to` as a database, or if `down` is wrong */
export function switchoverChange(
  cluster: Cluster,
  { to, onlyFrom }: { readonly to: Candidate; readonly onlyFrom: { readonly host: HostName } | 'any-leader' },
  down: Names = [],
): Change {
  if (hostsOf(cluster, 'database').length === 0) {
    const what = 'the inventory has no database hosts, and Quorate cannot switch over an external service';
    throw new UsageError([{ what, next: commandStep('status') }]);
  }
  if (to !== 'sync-standby') listedHost(cluster, { name: to.host, role: 'database' });
  return withDown(cluster, { kind: 'switchover', to, onlyFrom }, down);
}

/** @throws UsageError if the inventory does not list the database, or if `down` is wrong */
export function reinitChange(cluster: Cluster, standby: HostName, down: Names = []): Change {
  const host = listedHost(cluster, { name: standby, role: 'database' });
  return withDown(cluster, { kind: 'reinit', standby: host }, down);
}

/** @throws UsageError if the product's own procedure applies changed settings, or if `down` is wrong */
export function reconfigureChange(cluster: Cluster, down: Names = []): Change {
  if (cluster.platform === 'native') return withDown(cluster, { kind: 'reconfigure' }, down);
  const what = 'Quorate cannot apply changed settings to an installed Cloudify cluster';
  const next = inOrder(manual("follow the product's own procedure"), commandStep('verify'));
  throw new UsageError([{ what, next }]);
}

/**
 * Checks `--down` of a command that adds a host, before the inventory lists that host.
 * @throws UsageError if the inventory does not list a name, or if the added host is named
 */
export function checkDownOfAddition(cluster: Cluster, added: HostName, down: Names): void {
  checkDown(cluster, down, (name) => (name === added ? REQUIRED : undefined));
}

/** @throws UsageError if `down` names a host that the inventory does not list, or a host that the change is about */
function withDown(cluster: Cluster, change: MemberChange, down: Names): Change {
  const whole = { ...change, down };
  checkDown(cluster, down, (name) => conflictWithDown(whole, name));
  return whole;
}

function checkDown(cluster: Cluster, down: Names, conflict: (name: HostName) => string | undefined): void {
  const conflicts = down.flatMap((name): readonly Problem[] => {
    const next = conflict(name);
    const what = `--down is for other hosts; ${name} is the target of this command`;
    return next === undefined ? [] : [{ what, next }];
  });
  if (conflicts.length > 0) throw new UsageError(conflicts);
  const unknown = down.filter((name) => cluster.hosts.every((host) => host.name !== name));
  const next = 'use host names of the inventory, separated by commas';
  if (unknown.length > 0)
    throw new UsageError(
      unknown.map((name) => ({ what: `--down: the inventory has no host ${name}`, next })),
    );
}

const REQUIRED = 'remove it from --down; the target must be reachable';
const LOST = 'remove it from --down; this command expects the host to be down';

/** Advice if `--down` names a host that the change is about. */
function conflictWithDown(change: Change, name: HostName): string | undefined {
  if (change.kind === 'remove') {
    if (change.member.name !== name) return undefined;
    return change.state === 'lost' ? LOST : 'if the host is permanently lost, use --lost instead of --down';
  }
  if (!targetsOf(change).includes(name)) return undefined;
  return change.kind === 'replace' ? LOST : REQUIRED;
}

function listedHost({ hosts }: Cluster, { name, role }: NamedHost): Host {
  const host = hosts.find((candidate) => candidate.name === name);
  if (host?.role === role) return host;
  const alike = hosts.filter((candidate) => candidate.role === role).map((candidate) => candidate.name);
  const what = host
    ? `${name} is not a ${inWords(role)}: the inventory lists it as a ${inWords(host.role)}`
    : `the inventory has no host ${name}${didYouMean(name, alike)}`;
  throw new UsageError([
    { what, next: `use one of the inventory's ${inWords(role)} hosts: ${alike.join(', ') || 'none'}` },
  ]);
}

function inWords(role: Role): string {
  return role.replace('_', ' ');
}
