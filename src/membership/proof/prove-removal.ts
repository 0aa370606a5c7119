import { MINIMUMS } from '../../model/minimums.ts';
import type { Membership, Proof } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';
import { isOnLostMember, type MemberOperation } from '../../model/plan/step.ts';
import { all, count, refused, safe } from './vote-count.ts';
import { reportedRunningBy } from '../views/peer-view.ts';
import { VOTES_BY_SERVICE } from '../services/votes-by-service.ts';
import { nodeOf, proveAllUp, voteCountOf } from './votes.ts';

/**
 * May there be one member less? Not below the floor, and not while another is down, which leaves first. One that is gone
 * may leave even then, for it helps nobody; unless the others still see it at work.
 */
export function proveRemoval(membership: Membership, touch: MemberOperation): Proof {
  return isOnLostMember(touch)
    ? all(proveGone(membership, touch), proveFloor(membership, touch))
    : all(proveFloor(membership, touch), proveOthersUp(membership, touch));
}

/** What fewer members than the floor cost. */
const COST: Readonly<Record<Service, string>> = {
  database: 'one more lost stops writes',
  broker: 'one more lost pauses the rest',
  manager: 'one more lost stops all',
};

function proveFloor(membership: Membership, touch: MemberOperation): Proof {
  const { service, member } = touch;
  const { recommended: least } = MINIMUMS[service];
  const { members } = VOTES_BY_SERVICE[service](membership);
  const left = members.filter((node) => node !== nodeOf(membership, member)).length;
  if (left >= least || left === members.length) return safe('');
  const sum = `${service}: ${count(members.length, 'member')}; without ${member} ${left}, at least ${least} needed`;
  if (isOnLostMember(touch)) return safe(`${sum} (${COST[service]})`);
  const dead = membership.views[member]?.kind === 'no-answer' ? '; if it is dead: --lost' : '';
  return refused(sum, `add another first: quorate add-${service} INVENTORY NAME${dead}`);
}

/** The dead one goes first: it is the one that is counted on in vain. */
function proveOthersUp(membership: Membership, { service, member }: MemberOperation): Proof {
  const votes = VOTES_BY_SERVICE[service](membership);
  const proof = proveAllUp(membership, votes, nodeOf(membership, member));
  return proof.state === 'safe'
    ? proof
    : { ...proof, arithmetic: `${voteCountOf(votes)}; ${proof.arithmetic}` };
}

function proveGone(membership: Membership, { service, member }: MemberOperation): Proof {
  const by = reportedRunningBy(membership, member);
  if (by.length === 0) return safe('');
  const hint = `quorate remove-${service} INVENTORY ${member}, without --lost; if it has just died: in a minute`;
  return refused(`${service}: ${member} is at work, by ${by.join(', ')}`, hint);
}
