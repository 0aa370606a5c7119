import { MINIMUMS } from '../../model/host/minimums.ts';
import { isQueried, type ManagerView, type Membership } from '../../model/health/membership.ts';
import type { Clause, Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import { isOnLostMember, type MemberOperation } from '../../model/plan/step.ts';
import { answeringMembers, type AnsweringMember } from '../views/compared-views.ts';
import { nodeOf, type Votes } from '../proof/votes.ts';
import { commandStep, runAgain } from '../../model/next-step.ts';
import { refused, safe, wait } from '../proof/vote-count.ts';

function managerViews(membership: Membership): readonly AnsweringMember<ManagerView>[] {
  return answeringMembers(membership, 'manager');
}

/** Hosts whose manager answers and, if the release has `/ok`, reports that it is healthy. */
export function healthyManagers(membership: Membership): readonly HostName[] {
  return managerViews(membership)
    .filter(({ view }) => view.answering && view.ok !== false)
    .map(({ host }) => host);
}

/** Counts the managers. Members are the registered managers or, if no manager returns them, those of the inventory. */
export function managerVotes(membership: Membership): Votes {
  const { expected } = membership;
  const healthy = healthyManagers(membership);
  const views = managerViews(membership);
  const registered = [...new Set(views.flatMap(({ view }) => view.managers ?? []))];
  const listed = expected.filter(({ standing }) => standing !== 'joining').map(({ node }) => node);
  return {
    service: 'manager',
    of: 'manager',
    able: 'healthy',
    members: registered.length > 0 ? registered : listed,
    available: healthy.map((host) => nodeOf(membership, host)),
    recovering: views.filter(({ host }) => !healthy.includes(host)).map(({ node }) => node),
  };
}

/** Decides whether this manager may be restarted, stopped or removed. Managers have no quorum, but a healthy one must remain. */
export function proveManagerDisruption(membership: Membership, operation: MemberOperation): Proof {
  if (isOnLostMember(operation) && membership.views[operation.member]?.kind === 'manager') {
    const clause = { kind: 'answers', service: 'manager', member: operation.member } as const;
    return refused(clause, runAgain({ without: '--lost' }));
  }
  const healthy = healthyManagers(membership);
  const rest = healthy.filter((host) => host !== operation.member).length;
  const members = membership.expected.length;
  const clauses: readonly Clause[] = [
    { kind: 'votes', of: 'manager', members, able: 'healthy', available: healthy.length },
    { kind: 'remaining', without: operation.member, able: 'healthy', left: rest },
  ];
  if (rest > 0) return safe(...clauses);
  if (operation.kind === 'restart' && isOnly(membership, operation.member))
    return safe(...clauses, { kind: 'only-manager' });
  const others = managerViews(membership).some(({ host }) => host !== operation.member);
  if (others) return wait(...clauses);
  return refused(clauses, commandStep('verify', { purpose: 'bring another manager back first' }));
}

/** True if no other manager could be healthy. The only manager may be restarted although no healthy one remains. */
function isOnly({ expected }: Membership, host: HostName): boolean {
  const members = expected.filter((member) => isQueried(member) && member.standing !== 'joining');
  return members.every((member) => member.host === host);
}

/** Decides whether a manager may be added: a healthy one must exist, and the product supports ten at most. */
export function proveManagerAddition(membership: Membership, host: HostName): Proof {
  const { expected } = membership;
  const healthy = healthyManagers(membership).filter((other) => other !== host).length;
  const maximum = MINIMUMS.manager.maximum ?? Infinity;
  const members = expected.filter((member) => member.host !== host && isQueried(member)).length;
  if (members >= maximum) {
    const next = commandStep('remove-manager', {
      insteadOfInventory: '--help',
      purpose: 'remove a manager first',
    });
    return refused({ kind: 'maximum', service: 'manager', members, maximum }, next);
  }
  const clauses: readonly Clause[] = [
    { kind: 'healthy-managers', healthy },
    { kind: 'joining', host, members: healthy + 1 },
  ];
  return healthy > 0 ? safe(...clauses) : wait(...clauses);
}
