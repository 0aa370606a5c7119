import type { Membership } from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { Service } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { renderProof } from '../../model/health/render-proof.ts';
import { HOSTS_OF } from '../proof/vote-count.ts';
import { listings } from '../views/listed-members.ts';
import {
  notInstalledInCluster,
  unknownMembers,
  type NotInstalled,
  type Refusal,
} from './inventory-mismatch.ts';
import { prove } from '../proof/prove.ts';
import { withoutRemoved } from './without-removed.ts';

/**
 * The inventory beside the live members of all services, looked at before anything is installed: who is bare in a
 * cluster that exists, and who is a member that the inventory does not list. Until a service is founded its bare hosts
 * belong to a first deploy that was broken off, and go on.
 * @param bare one touch for every host whose install has yet to run
 * @param removals the members that are taken out before that
 */
export function compareWithMembers(
  asked: readonly Membership[],
  bare: readonly NotInstalled[],
  removals: readonly MemberOperation[] = [],
): readonly Refusal[] {
  const memberships = withoutRemoved(asked, removals);
  return memberships.flatMap((membership) => {
    const own = bare.filter(({ operation }) => operation.service === membership.service);
    const lists = listings(membership.service, memberships);
    const gone = goneWhole(membership, own, memberships);
    if (gone) return [gone];
    const misplaced = own.flatMap(
      (host) =>
        notInstalledInCluster(membership, host, lists) ??
        unsafe(host.operation, prove(membership, host.operation)),
    );
    return [...unknownMembers(membership, lists), ...misplaced];
  });
}

function unsafe({ member, service }: MemberOperation, proof: Proof): readonly Refusal[] {
  if (proof.state !== 'refused') return [];
  const what = `not installed, to protect the live ${HOSTS_OF[service]}`;
  return [{ where: member, what, why: renderProof(proof), next: proof.next }];
}

const ANEW: Readonly<Record<Service, string>> = {
  database: 'installed again it would be empty',
  broker: 'installed again it would be empty',
  manager: 'installed again they would register beside the old ones',
};

/** A cluster of which nobody is left, or that live managers still count on: no command brings back what it held. */
function goneWhole(
  { service, expected, bootstrapped }: Membership,
  bare: readonly NotInstalled[],
  memberships: readonly Membership[],
): Refusal | undefined {
  const members = expected.filter(({ standing }) => standing !== 'joining');
  const whole =
    members.length > 0 &&
    members.every(({ host }) => bare.some(({ operation }) => operation.member === host));
  const managers = memberships.find((membership) => membership.service === 'manager')?.bootstrapped ?? [];
  const remembering = [...new Set([...bootstrapped, ...managers])];
  if (!whole || remembering.length === 0) return undefined;
  const anew = 'cfy_manager remove, then rm -r /var/lib/quorate';
  return {
    where: members.map(({ host }) => host).join(', '),
    what: `all ${HOSTS_OF[service]} are bare, and were a live cluster before`,
    why: `${remembering.join(', ')} remember it: ${ANEW[service]}`,
    next: `restore one from a backup; to begin anew without its data, on ${remembering.join(', ')}: ${anew}`,
  };
}
