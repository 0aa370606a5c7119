import { MINIMUMS } from '../../model/minimums.ts';
import { isQueried } from '../../model/health/membership.ts';
import type { ManagerView, Membership, Proof } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import { isOnLostMember, type MemberOperation } from '../../model/plan/step.ts';
import { answeringMembers, type AnsweringMember } from '../views/compared-views.ts';
import { nodeOf, type Votes } from '../proof/votes.ts';
import { count, refused, safe, wait } from '../proof/vote-count.ts';

const STATUS = 'quorate verify INVENTORY';

function managerViews(membership: Membership): readonly AnsweringMember<ManagerView>[] {
  return answeringMembers(membership, 'manager');
}

/** Hosts whose manager answers and, where the release can tell, is well. */
export function healthyManagers(membership: Membership): readonly HostName[] {
  return managerViews(membership)
    .filter(({ view }) => view.answering && view.ok !== false)
    .map(({ host }) => host);
}

/** Members are those that any manager has registered; those of the inventory where none tells. */
export function managerVotes(membership: Membership): Votes {
  const { expected } = membership;
  const well = healthyManagers(membership);
  const views = managerViews(membership);
  const registered = [...new Set(views.flatMap(({ view }) => view.managers ?? []))];
  const listed = expected.filter(({ standing }) => standing !== 'joining').map(({ node }) => node);
  return {
    service: 'manager',
    what: 'manager',
    able: 'well',
    members: registered.length > 0 ? registered : listed,
    ables: well.map((host) => nodeOf(membership, host)),
    recovering: views.filter(({ host }) => !well.includes(host)).map(({ node }) => node),
  };
}

/** Managers have no quorum: one that is well must remain. */
export function proveManagerLeaves(membership: Membership, touch: MemberOperation): Proof {
  if (isOnLostMember(touch) && membership.views[touch.member]?.kind === 'manager') {
    return refused(`manager: ${touch.member} answers`, 'it is not gone: the same command without --lost');
  }
  const well = healthyManagers(membership);
  const rest = well.filter((host) => host !== touch.member).length;
  const members = count(membership.expected.length, 'member');
  const sum = `manager: ${members}, ${well.length} well; without ${touch.member} ${rest} well`;
  if (rest > 0) return safe(sum);
  if (touch.kind === 'restart' && isOnly(membership, touch.member)) {
    return safe(`${sum} (the only manager: nobody answers meanwhile)`);
  }
  const others = managerViews(membership).some(({ host }) => host !== touch.member);
  return others ? wait(sum) : refused(sum, `bring another manager back first: ${STATUS}`);
}

/** No other is a member by the inventory: it could never be restarted if another had to be well. */
function isOnly({ expected }: Membership, host: HostName): boolean {
  const members = expected.filter((member) => isQueried(member) && member.standing !== 'joining');
  return members.every((member) => member.host === host);
}

/** A manager joins through those that are there; ten is the most that the product supports. */
export function proveManagerJoins(membership: Membership, host: HostName): Proof {
  const { expected } = membership;
  const well = healthyManagers(membership).filter((other) => other !== host).length;
  const sum = `manager: ${count(well, 'member')} well; joining ${host} makes ${well + 1}`;
  const most = MINIMUMS.manager.maximum ?? Infinity;
  const members = expected.filter((member) => member.host !== host && isQueried(member)).length;
  if (members >= most) {
    const hint = 'remove a manager first: quorate remove-manager INVENTORY NAME';
    return refused(`manager: ${members} of at most ${most}`, hint);
  }
  return well > 0 ? safe(sum) : wait(sum);
}
