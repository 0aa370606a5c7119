import { MINIMUMS } from '../../model/host/minimums.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import { isOnLostMember, type MemberOperation } from '../../model/plan/step.ts';
import { inOrder, manual, commandStep, runAgain, RUN_AGAIN } from '../../model/next-step.ts';
import { all, refused, safe, withClauses } from './vote-count.ts';
import { reportedRunningBy } from '../views/peer-view.ts';
import { VOTES_BY_SERVICE } from '../services/votes-by-service.ts';
import { nodeOf, proveOthersAble, voteCountOf } from './votes.ts';

/**
 * Decides whether the cluster may shrink by one member: not below the minimum, and not while another member is down, which
 * has to be removed first. A lost member may be removed even then, unless others still report it running.
 */
export function proveRemoval(membership: Membership, operation: MemberOperation): Proof {
  return isOnLostMember(operation)
    ? all(proveNotRunning(membership, operation), proveMinimum(membership, operation))
    : all(proveMinimum(membership, operation), proveOthersRunning(membership, operation));
}

function proveMinimum(membership: Membership, operation: MemberOperation): Proof {
  const { service, member } = operation;
  const { recommended: minimum } = MINIMUMS[service];
  const { members } = VOTES_BY_SERVICE[service](membership);
  const left = members.filter((node) => node !== nodeOf(membership, member)).length;
  if (left >= minimum || left === members.length) return safe();
  const below = {
    kind: 'minimum',
    ...{ service, members: members.length, without: member, left, minimum },
  } as const;
  if (isOnLostMember(operation)) return safe({ ...below, accepted: true });
  const add = commandStep(`add-${service}`, { insteadOfInventory: '--help', purpose: 'add another first' });
  const lost = runAgain({ when: `if ${member} is permanently lost`, with: '--lost' });
  return refused(below, membership.views[member]?.kind === 'no-answer' ? [add, lost] : add);
}

/** Requires that all other members can vote. A member that is down has to be removed first. */
function proveOthersRunning(membership: Membership, { service, member }: MemberOperation): Proof {
  const votes = VOTES_BY_SERVICE[service](membership);
  const proof = proveOthersAble(membership, votes, nodeOf(membership, member));
  return proof.state === 'safe' ? proof : withClauses(proof, voteCountOf(votes));
}

function proveNotRunning(membership: Membership, { service, member }: MemberOperation): Proof {
  const by = reportedRunningBy(membership, member);
  if (by.length === 0) return safe();
  const next = inOrder(
    commandStep(`remove-${service}`, { host: member, purpose: `remove ${member} as a running member` }),
    manual(`if ${member} has just failed, wait a minute`),
    RUN_AGAIN,
  );
  return refused({ kind: 'reported-running', service, member, by }, next);
}
