import { compareNodes, type Membership } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';
import type { OperationOf } from '../../model/plan/step.ts';
import type { Rendered } from '../../model/rendered.ts';
import { either, inOrder, manual, RUN_AGAIN, commandStep, type Next } from '../../model/next-step.ts';
import type { MemberList } from '../views/listed-members.ts';
import { nodeOf } from '../proof/votes.ts';

/** A host that is not installed yet. */
export interface NotInstalled {
  readonly operation: OperationOf<'bootstrap' | 'join'>;
  /** True if an earlier installation was started and did not finish. */
  readonly installStarted: boolean;
}

/** Why nothing is installed. Has the fields of a problem. */
export interface Refusal {
  readonly where: string;
  readonly what: string;
  readonly why: Rendered;
  readonly next: Next;
}

/** Consequence of installing a host without regard to the existing cluster. */
const HARM: Readonly<Record<Service, string>> = {
  database: 'installing the host again would bring it back empty under its old name',
  broker: 'installing the host again would bootstrap a second cluster or reset its queues',
  manager: 'installing the host again would register it twice',
};

/**
 * Refuses to install a host of a service that is already bootstrapped. If the members list the host or it was a member,
 * it has to be replaced. If the members do not list it, it has to be added. If no other member answers, the other
 * members have to be brought back first. A host that the command adds may be installed, unless the members listed it
 * before its installation was started.
 */
export function notInstalledInCluster(
  membership: Membership,
  { operation: { member }, installStarted }: NotInstalled,
  lists: readonly MemberList[],
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

/** `answering`: other members that return a list of members. `listedBy`: those of them whose list contains the host. */
interface SeenByOthers {
  readonly member: HostName;
  readonly listedBy: readonly HostName[];
  readonly answering: readonly HostName[];
}

function isJoining({ expected }: Membership, member: HostName): boolean {
  return expected.some(({ host, standing }) => host === member && standing === 'joining');
}

/** Refuses a joining host that is not installed but listed: the listed member is an earlier host with its name. */
function refuseFormerMember(
  { service }: Membership,
  { member, listedBy }: SeenByOthers,
): Refusal | undefined {
  if (listedBy.length === 0) return undefined;
  return {
    where: member,
    what: `not installed, but already a member of the running ${service} cluster`,
    why: `listed by ${listedBy.join(', ')}; the entry belongs to an earlier host with this name`,
    next: either(
      commandStep(`remove-${service}`, { host: member, flags: ['--lost'], purpose: 'remove it first' }),
      commandStep('replace-host', { host: member }),
    ),
  };
}

/** Refuses to install the host. The other members' lists decide which command to use instead. */
function refuseToInstall(membership: Membership, seen: SeenByOthers): Refusal {
  const { member, listedBy, answering } = seen;
  const { service, bootstrapped } = membership;
  const what = `not installed, although the ${service} cluster is already bootstrapped`;
  const refusal = { where: member, what };
  if (listedBy.length > 0 || bootstrapped.includes(member)) {
    const known = listedBy.length > 0 ? `listed by ${listedBy.join(', ')}` : 'the host was a member';
    return {
      ...refusal,
      why: `${known}, so ${HARM[service]}`,
      next: commandStep('replace-host', { host: member }),
    };
  }
  if (answering.length > 0) {
    const why = `not listed by ${answering.join(', ')}, so ${member} is not a member`;
    return { ...refusal, why, next: commandStep(`add-${service}`, { host: member }) };
  }
  const others = membership.expected.flatMap(({ host }) => (host === member ? [] : [host])).join(', ');
  const why = `no answer from ${others}, so it is unknown whether ${member} is a member`;
  return { ...refusal, why, next: inOrder(manual(`bring ${others} back first`), RUN_AGAIN) };
}

/** Refuses each live member that the inventory does not list. */
export function unknownMembers(
  { service, expected }: Membership,
  lists: readonly MemberList[],
): readonly Refusal[] {
  const all = lists.flatMap(({ nodes }) => nodes);
  return compareNodes(all, expected).foreign.map((node) => {
    const by = lists.filter(({ nodes }) => nodes.includes(node)).map((list) => list.by);
    return {
      where: node,
      what: `a member of the running ${service} cluster, but not in the inventory`,
      why: `listed by ${by.join(', ')}`,
      next: inOrder(
        `list it in the inventory, to keep it or to remove it with remove-${service}`,
        commandStep('status'),
      ),
    };
  });
}
