import { shellOn, inOrder } from '../../model/next-step.ts';
import type { Membership } from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { HostName, Service } from '../../model/names.ts';
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
 * @param with.removals removals that run before the installation
 * @param with.emptyHost the commands that empty a host, for the operator
 */
export function compareWithMembers(
  before: readonly Membership[],
  notInstalled: readonly NotInstalled[],
  { removals, emptyHost }: { readonly removals: readonly MemberOperation[]; readonly emptyHost: string },
): readonly Refusal[] {
  const memberships = withoutRemoved(before, removals);
  return memberships.flatMap((membership) => {
    const own = notInstalled.filter(({ operation }) => operation.service === membership.service);
    const lists = listings(membership.service, memberships);
    const lost = lostCluster(membership, own, memberships);
    if (lost) return [refuseLostCluster(membership, lost, emptyHost)];
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

interface LostCluster {
  readonly members: readonly HostName[];
  /** Hosts that record that the cluster was bootstrapped. */
  readonly recordedOn: readonly HostName[];
}

/** Returns a bootstrapped cluster of which no member is left. */
function lostCluster(
  { expected, bootstrapped }: Membership,
  notInstalled: readonly NotInstalled[],
  memberships: readonly Membership[],
): LostCluster | undefined {
  const members = expected.filter(({ standing }) => standing !== 'joining');
  const isWholeCluster =
    members.length > 0 &&
    members.every(({ host }) => notInstalled.some(({ operation }) => operation.member === host));
  const managers = memberships.find((membership) => membership.service === 'manager')?.bootstrapped ?? [];
  const recordedOn = [...new Set([...bootstrapped, ...managers])];
  if (!isWholeCluster || recordedOn.length === 0) return undefined;
  return { members: members.map(({ host }) => host), recordedOn };
}

/** Refuses to install a lost cluster again, because no command restores its data. */
function refuseLostCluster(
  { service }: Membership,
  { members, recordedOn }: LostCluster,
  emptyHost: string,
): Refusal {
  const recorded = recordedOn.join(', ');
  return {
    where: members.join(', '),
    what: `none of the ${HOSTS_OF[service]} is installed, but their cluster was bootstrapped before`,
    why: `recorded on ${recorded}; ${HARM[service]}`,
    next: inOrder(
      'restore one of these hosts from a backup',
      shellOn(recorded, emptyHost, 'to start over without the data'),
    ),
  };
}
