import type { Membership, Proof } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';
import type { Touch } from '../model/step.ts';
import { HOSTS_OF, count, quorumOf, refused, safe, wait } from './arithmetic.ts';
import { brokerViews, brokerVotes } from './brokers.ts';
import { readDatabases } from './databases.ts';
import { proveManagerJoins, wellManagers } from './managers.ts';
import { listedBy, present } from './present.ts';
import { hostOf, nodeOf, sumOf } from './votes.ts';

/**
 * May a bare host of the inventory be installed? Only while its service is being founded by this inventory: a bare host
 * beside a finished cluster would found a second one, or come back empty under an old name.
 */
export function proveFirst(membership: Membership, touch: Touch): Proof {
  return foundedAlready(membership, touch) ?? strangers(membership, touch) ?? proveService(membership, touch);
}

function foundedAlready(membership: Membership, { service, member }: Touch): Proof | undefined {
  const { founded } = membership;
  if (founded.length === 0) return undefined;
  const known = founded.includes(member) || listedByOthers(membership, member);
  const hint = known
    ? `quorate replace-host INVENTORY ${member}`
    : `take ${member} out of the inventory, then: quorate add-${service} INVENTORY ${member}`;
  return refused(`${service}: founded already (${founded.join(', ')}); ${member} is bare`, hint);
}

function listedByOthers(membership: Membership, member: HostName): boolean {
  const node = nodeOf(membership, member);
  return membership.expected.some(
    ({ host }) => host !== member && listedBy(membership.views[host]).includes(node),
  );
}

function strangers(membership: Membership, { service }: Touch): Proof | undefined {
  const { foreign } = present(membership);
  if (foreign.length === 0) return undefined;
  const sum = `${service}: ${foreign.join(', ')} is a member, and not in the inventory`;
  return refused(
    sum,
    `add it to the ${HOSTS_OF[service]} of the inventory, or: quorate remove-${service} INVENTORY NAME`,
  );
}

function proveService(membership: Membership, touch: Touch): Proof {
  switch (touch.service) {
    case 'database':
      return proveDatabase(membership, touch.member);
    case 'broker':
      return touch.effect === 'found'
        ? proveFirstBroker(membership, touch)
        : proveNextBroker(membership, touch.member);
    case 'manager':
      return touch.effect === 'found'
        ? proveFirstManager(membership, touch)
        : proveNextManager(membership, touch);
  }
}

/** Databases know each other from the start, so any of them may come up in any order, if the others expect it. */
function proveDatabase(membership: Membership, host: HostName): Proof {
  const { votes } = readDatabases(membership);
  if (votes.members.length === 0) return safe(`etcd: no member answers; ${host} is the first`);
  if (votes.members.includes(nodeOf(membership, host)))
    return safe(`${sumOf(votes)}; ${host} is one of them`);
  const hint = `take ${host} out of the inventory, then: quorate add-database INVENTORY ${host}`;
  return refused(`${sumOf(votes)}; ${host} is none of them`, hint);
}

/** A first broker that is bare while others run would found a second cluster beside theirs. */
function proveFirstBroker(membership: Membership, { member }: Touch): Proof {
  const others = brokerViews(membership).filter(({ node }) => node !== nodeOf(membership, member));
  if (others.length === 0) return safe(`broker: no member answers; founding ${member} makes 1, quorum 1`);
  return secondCluster(membership, member, { service: 'broker', others: others.map(({ node }) => node) });
}

function proveNextBroker(membership: Membership, host: HostName): Proof {
  const votes = brokerVotes(membership);
  const node = nodeOf(membership, host);
  const running = votes.ables.filter((one) => one !== node).length;
  const then = new Set([...votes.members, node]).size;
  const sum = `${sumOf(votes)}; joining ${host} makes ${then}, quorum ${quorumOf(then)}`;
  return running > 0 ? safe(sum) : wait(sum);
}

function proveFirstManager(membership: Membership, { member }: Touch): Proof {
  const others = wellManagers(membership).filter((host) => host !== member);
  if (others.length === 0) return safe(`manager: no member answers; founding ${member} makes 1`);
  return secondCluster(membership, member, { service: 'manager', others });
}

function proveNextManager(membership: Membership, { member }: Touch): Proof {
  return proveManagerJoins(membership, member);
}

function secondCluster(
  membership: Membership,
  member: HostName,
  { service, others }: { service: string; others: readonly string[] },
): Proof {
  const names = others.map((node) => hostOf(membership, node)).join(', ');
  const sum = `${service}: ${count(others.length, 'member')} live (${names}); ${member} would found a second cluster`;
  return refused(sum, `quorate replace-host INVENTORY ${member}`);
}
