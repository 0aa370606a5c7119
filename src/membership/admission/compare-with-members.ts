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
  before: readonly Membership[],
  notInstalled: readonly NotInstalled[],
  removals: readonly MemberOperation[] = [],
): readonly Refusal[] {
  const memberships = withoutRemoved(before, removals);
  return memberships.flatMap((membership) => {
    const own = notInstalled.filter(({ operation }) => operation.service === membership.service);
    const lists = listings(membership.service, memberships);
    const lost = lostCluster(membership, own, memberships);
    if (lost) return [lost];
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

const HARM: Readonly<Record<Service, string>> = {
  database: 'installed again it would be empty',
  broker: 'installed again it would be empty',
  manager: 'installed again they would register beside the old ones',
};

/** A cluster of which nobody is left, or that live managers still count on: no command brings back what it held. */
function lostCluster(
  { service, expected, bootstrapped }: Membership,
  notInstalled: readonly NotInstalled[],
  memberships: readonly Membership[],
): Refusal | undefined {
  const members = expected.filter(({ standing }) => standing !== 'joining');
  const isWholeCluster =
    members.length > 0 &&
    members.every(({ host }) => notInstalled.some(({ operation }) => operation.member === host));
  const managers = memberships.find((membership) => membership.service === 'manager')?.bootstrapped ?? [];
  const recordedOn = [...new Set([...bootstrapped, ...managers])];
  if (!isWholeCluster || recordedOn.length === 0) return undefined;
  const remove = 'cfy_manager remove, then rm -r /var/lib/quorate';
  return {
    where: members.map(({ host }) => host).join(', '),
    what: `all ${HOSTS_OF[service]} are bare, and were a live cluster before`,
    why: `${recordedOn.join(', ')} remember it: ${HARM[service]}`,
    next: `restore one from a backup; to begin anew without its data, on ${recordedOn.join(', ')}: ${remove}`,
  };
}
