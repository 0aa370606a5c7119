import { compareNodes, type Membership } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { HOSTS_OF } from '../proof/vote-count.ts';
import { isUnreachable } from '../views/peer-view.ts';
import type { Listing } from '../views/listed-members.ts';
import { nodeOf } from '../proof/votes.ts';

/** A host whose install has yet to run. */
export interface NotInstalled extends MemberOperation {
  /** An install of it was begun before, and did not finish. */
  readonly begun?: true;
}

/** Why nothing is installed, in the parts that a problem has. */
export interface Refusal {
  readonly where: string;
  readonly what: string;
  readonly why: string;
  /** The command that is meant for it. */
  readonly next: string;
}

/** What would come of installing it as if nothing existed. */
const HARM: Readonly<Record<Service, string>> = {
  database: 'installed again, it would come back empty under its old name',
  broker: 'installed again, it would found a second cluster or reset its queues',
  manager: 'installed again, it would register twice',
};

/** A bare host of a service that was founded: known to the others it is replaced, unknown it is added. */
export function notInstalledInCluster(
  membership: Membership,
  { member, begun }: NotInstalled,
  lists: readonly Listing[],
): Refusal | undefined {
  const { service, expected, bootstrapped } = membership;
  if (expected.some(({ host, joining }) => host === member && joining))
    return begun ? undefined : bareAndListed(membership, member, lists);
  if (bootstrapped.length === 0) return undefined;
  const others = lists.filter(({ by }) => by !== member);
  const node = nodeOf(membership, member);
  const knowing = others.filter(({ nodes }) => nodes.includes(node)).map(({ by }) => by);
  const refusal = { where: member, what: `bare, while the ${HOSTS_OF[service]} are a live cluster` };
  if (knowing.length > 0 || bootstrapped.includes(member)) {
    const known = knowing.length > 0 ? `listed by ${knowing.join(', ')}` : 'it was a member';
    const next = `quorate replace-host INVENTORY ${member}`;
    return { ...refusal, why: `${known}: ${HARM[service]}`, next };
  }
  if (others.length > 0) {
    const why = `not listed by ${others.map(({ by }) => by).join(', ')}: it is none of their members`;
    return { ...refusal, why, next: `quorate add-${service} INVENTORY ${member}` };
  }
  const mute = expected.flatMap(({ host }) => (host === member ? [] : [host])).join(', ');
  const why = `it was founded, and ${mute} do not answer: whether it is a member is not known`;
  const next = `bring ${mute} back first, then run the same command again`;
  return { ...refusal, why, next };
}

/** A host that is being added, of which nothing has been installed: what the others know by its name is another one. */
function bareAndListed(
  membership: Membership,
  member: HostName,
  lists: readonly Listing[],
): Refusal | undefined {
  const { service } = membership;
  const node = nodeOf(membership, member);
  const knowing = lists.filter(({ by, nodes }) => by !== member && nodes.includes(node)).map(({ by }) => by);
  if (knowing.length === 0) return undefined;
  return {
    where: member,
    what: `bare, and already a member of the live ${HOSTS_OF[service]}`,
    why: `listed by ${knowing.join(', ')}: it is what is left of a host that was there before`,
    next: `quorate remove-${service} INVENTORY ${member} --lost first; or quorate replace-host INVENTORY ${member}`,
  };
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
  return expected.flatMap(({ host, node, gone }) => {
    const others = lists.filter(({ by }) => by !== host);
    const isKnown = others.some(({ nodes }) => nodes.includes(node));
    if (gone || own.includes(host) || isKnown || others.length === 0 || !isUnreachable(membership, host))
      return [];
    return [
      {
        where: host,
        what: `in the inventory, and no member of the live ${HOSTS_OF[service]}`,
        why: `not listed by ${others.map(({ by }) => by).join(', ')}: its addition or removal was not finished`,
        next: `finish it: quorate add-${service} INVENTORY ${host}, or remove-${service}; or take it out of the inventory for now`,
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
      next: `list it in the inventory; if it is to go, then: quorate remove-${service} INVENTORY NAME`,
    };
  });
}
