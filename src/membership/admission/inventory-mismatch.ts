import { compareNodes, isQueried, type Membership } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';
import type { OperationOf } from '../../model/plan/step.ts';
import type { Rendered } from '../../model/rendered.ts';
import { either, inOrder, manual, RUN_AGAIN, runCommand, type Next } from '../../model/next-step.ts';
import { HOSTS_OF } from '../proof/vote-count.ts';
import { isUnreachable } from '../views/peer-view.ts';
import type { Listing } from '../views/listed-members.ts';
import { nodeOf } from '../proof/votes.ts';

/** A host whose install has yet to run. */
export interface NotInstalled {
  readonly operation: OperationOf<'bootstrap' | 'join'>;
  /** An earlier install of it did not finish. */
  readonly installStarted: boolean;
}

/** Why nothing is installed, in the parts that a problem has. */
export interface Refusal {
  readonly where: string;
  readonly what: string;
  readonly why: Rendered;
  readonly next: Next;
}

/** What would come of installing it as if nothing existed. */
const HARM: Readonly<Record<Service, string>> = {
  database: 'installed again, it would come back empty under its old name',
  broker: 'installed again, it would found a second cluster or reset its queues',
  manager: 'installed again, it would register twice',
};

/**
 * Refuses to install a host of a service that is bootstrapped already. A host that the members list has to be replaced, a
 * host that they do not list has to be added. A host that the command adds may be installed, unless the members list it.
 */
export function notInstalledInCluster(
  membership: Membership,
  { operation: { member }, installStarted }: NotInstalled,
  lists: readonly Listing[],
): Refusal | undefined {
  const others = lists.filter(({ by }) => by !== member);
  const node = nodeOf(membership, member);
  const seen = {
    member,
    listedBy: others.filter(({ nodes }) => nodes.includes(node)).map(({ by }) => by),
    answering: others.map(({ by }) => by),
  };
  if (isJoining(membership, member)) return installStarted ? undefined : refuseFormerMember(membership, seen);
  return membership.bootstrapped.length === 0 ? undefined : refuseToInstall(membership, seen);
}

/** What the other members report about a host. */
interface SeenByOthers {
  readonly member: HostName;
  readonly listedBy: readonly HostName[];
  readonly answering: readonly HostName[];
}

function isJoining({ expected }: Membership, member: HostName): boolean {
  return expected.some(({ host, standing }) => host === member && standing === 'joining');
}

/** Nothing is installed on a host that joins, so a member with its name is another machine. */
function refuseFormerMember(
  { service }: Membership,
  { member, listedBy }: SeenByOthers,
): Refusal | undefined {
  if (listedBy.length === 0) return undefined;
  return {
    where: member,
    what: `bare, and already a member of the live ${HOSTS_OF[service]}`,
    why: `listed by ${listedBy.join(', ')}: it is what is left of a host that was there before`,
    next: either(
      runCommand(`remove-${service}`, { host: member, flags: ['--lost'], purpose: 'remove it first' }),
      runCommand('replace-host', { host: member }),
    ),
  };
}

/** Chooses the command for a host that is not installed by what the other members report about it. */
function refuseToInstall(membership: Membership, seen: SeenByOthers): Refusal {
  const { member, listedBy, answering } = seen;
  const { service, bootstrapped } = membership;
  const what = `bare, while the ${HOSTS_OF[service]} are a live cluster`;
  const refusal = { where: member, what };
  if (listedBy.length > 0 || bootstrapped.includes(member)) {
    const known = listedBy.length > 0 ? `listed by ${listedBy.join(', ')}` : 'it was a member';
    return {
      ...refusal,
      why: `${known}: ${HARM[service]}`,
      next: runCommand('replace-host', { host: member }),
    };
  }
  if (answering.length > 0) {
    const why = `not listed by ${answering.join(', ')}: it is none of their members`;
    return { ...refusal, why, next: runCommand(`add-${service}`, { host: member }) };
  }
  const unknown = membership.expected.flatMap(({ host }) => (host === member ? [] : [host])).join(', ');
  const why = `it was founded, and ${unknown} do not answer: whether it is a member is not known`;
  return { ...refusal, why, next: inOrder(manual(`bring ${unknown} back first`), RUN_AGAIN) };
}

/**
 * Hosts that the inventory lists and no member does: an addition or a removal that was not finished. Asked by commands
 * about others, which would find nothing installed there.
 * @param own those that the command itself adds or takes out
 */
export function unfinishedMembers(
  membership: Membership,
  lists: readonly Listing[],
  own: readonly HostName[],
): readonly Refusal[] {
  const { service, expected } = membership;
  return expected.flatMap((member) => {
    const { host, node } = member;
    const others = lists.filter(({ by }) => by !== host);
    const isKnown = others.some(({ nodes }) => nodes.includes(node));
    if (
      !isQueried(member) ||
      own.includes(host) ||
      isKnown ||
      others.length === 0 ||
      !isUnreachable(membership, host)
    )
      return [];
    return [
      {
        where: host,
        what: `in the inventory, and no member of the live ${HOSTS_OF[service]}`,
        why: `not listed by ${others.map(({ by }) => by).join(', ')}: its addition or removal was not finished`,
        next: either(
          runCommand(`add-${service}`, { host, purpose: 'finish adding it' }),
          runCommand(`remove-${service}`, { host, purpose: 'finish removing it' }),
          manual('remove it from the inventory for now'),
        ),
      },
    ];
  });
}

/** Live members that the inventory does not list: one refusal each. */
export function unknownMembers(
  { service, expected }: Membership,
  lists: readonly Listing[],
): readonly Refusal[] {
  const all = lists.flatMap(({ nodes }) => nodes);
  return compareNodes(all, expected).foreign.map((node) => {
    const by = lists.filter(({ nodes }) => nodes.includes(node)).map((list) => list.by);
    return {
      where: node,
      what: `a member of the live ${HOSTS_OF[service]}, and not in the inventory`,
      why: `listed by ${by.join(', ')}`,
      next: inOrder(
        manual('list it in the inventory'),
        runCommand(`remove-${service}`, { host: 'NAME', purpose: 'to remove it from the cluster, then' }),
      ),
    };
  });
}
