import { isQueried, type Expected, type Membership } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';
import { commandStep, either, manual } from '../../model/next-step.ts';
import { isListedByNone, type MemberList } from '../views/listed-members.ts';
import { isUnreachable } from '../views/peer-view.ts';
import type { Refusal } from './inventory-mismatch.ts';

/**
 * Refuses a command if another host of the inventory does not answer and no member lists it, because adding or removing
 * that host was not finished.
 * @param own hosts that the command itself adds or removes
 */
export function unfinishedMembers(
  membership: Membership,
  lists: readonly MemberList[],
  own: readonly HostName[],
): readonly Refusal[] {
  const others = membership.expected.filter(({ host }) => !own.includes(host));
  return others
    .filter((member) => gaveNoAnswer(membership, member))
    .map(({ host, node }) => ({ host, node, peers: lists.filter(({ by }) => by !== host) }))
    .filter(({ node, peers }) => isListedByNone(peers, node))
    .map(({ host, peers }) => unfinishedMember(membership.service, host, peers));
}

/** True if the member was queried and is unreachable. */
function gaveNoAnswer(membership: Membership, member: Expected): boolean {
  return isQueried(member) && isUnreachable(membership, member.host);
}

function unfinishedMember(service: Service, host: HostName, peers: readonly MemberList[]): Refusal {
  return {
    where: host,
    what: `in the inventory, but not a member of the running ${service} cluster`,
    why: `not listed by ${peers.map(({ by }) => by).join(', ')}, so adding or removing it was not finished`,
    next: either(
      commandStep(`add-${service}`, { host, purpose: 'finish adding it' }),
      commandStep(`remove-${service}`, { host, purpose: 'finish removing it' }),
      manual('remove it from the inventory for now'),
    ),
  };
}
