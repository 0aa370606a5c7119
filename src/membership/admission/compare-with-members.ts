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
 * Compares the inventory with the live members of all services, before anything is installed. Refuses hosts that are
 * not installed although their cluster exists, and members that the inventory does not list. Until a service is
 * bootstrapped, its hosts that are not installed belong to an unfinished first deploy, which may continue.
 * @param notInstalled every host that is not installed yet
 * @param removals removals that run before the installation
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
    const refusals = own.flatMap(
      (host) =>
        notInstalledInCluster(membership, host, lists) ??
        unsafe(host.operation, prove(membership, host.operation)),
    );
    return [...unknownMembers(membership, lists), ...refusals];
  });
}

function unsafe({ member, service }: MemberOperation, proof: Proof): readonly Refusal[] {
  if (proof.state !== 'refused') return [];
  const what = `not installed, to protect the running ${service} cluster`;
  return [{ where: member, what, why: renderProof(proof), next: proof.next }];
}

const HARM: Readonly<Record<Service, string>> = {
  database: 'a new cluster would be empty',
  broker: 'a new cluster would be empty',
  manager: 'new managers would be registered in addition to the old ones',
};

/** Refuses to install a cluster again that has no member left, because no command restores its data. */
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
    what: `none of the ${HOSTS_OF[service]} is installed, but their cluster was bootstrapped before`,
    why: `recorded on ${recordedOn.join(', ')}; ${HARM[service]}`,
    next: `restore one of these hosts from a backup; to start over without the data, on ${recordedOn.join(', ')}: ${remove}`,
  };
}
