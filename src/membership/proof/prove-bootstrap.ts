import type { Membership, Proof } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { OperationOf } from '../../model/plan/step.ts';
import { count, quorumOf, refused, safe, wait } from './vote-count.ts';
import { brokerViews, brokerVotes } from '../services/brokers.ts';
import { readDatabases } from '../services/databases.ts';
import { listings } from '../views/listed-members.ts';
import { proveManagerJoins, healthyManagers } from '../services/managers.ts';
import { notInstalledInCluster, unknownMembers, type Refusal } from '../admission/inventory-mismatch.ts';
import { hostOf, nodeOf, voteCountOf } from './votes.ts';

type Installation = OperationOf<'bootstrap' | 'join'>;

/**
 * May a bare host of the inventory be installed? Only while its service is being founded by this inventory: a bare host
 * beside a finished cluster would found a second one, or come back empty under an old name.
 */
export function proveBootstrap(membership: Membership, touch: Installation): Proof {
  const lists = listings(touch.service, [membership]);
  const misplaced =
    notInstalledInCluster(membership, { operation: touch, installStarted: false }, lists) ??
    unknownMembers(membership, lists)[0];
  return misplaced ? asProof(touch, misplaced) : proveService(membership, touch);
}

function asProof({ service }: Installation, { where, what, why, next }: Refusal): Proof {
  return refused(`${service}: ${where} is ${what}: ${why}`, next);
}

function proveService(membership: Membership, touch: Installation): Proof {
  switch (touch.service) {
    case 'database':
      return proveDatabase(membership, touch.member);
    case 'broker':
      return touch.kind === 'bootstrap'
        ? proveFirstBroker(membership, touch)
        : proveNextBroker(membership, touch.member);
    case 'manager':
      return touch.kind === 'bootstrap'
        ? proveFirstManager(membership, touch)
        : proveNextManager(membership, touch);
  }
}

/** Databases know each other from the start, so any of them may come up in any order, if the others expect it. */
function proveDatabase(membership: Membership, host: HostName): Proof {
  const { votes } = readDatabases(membership);
  if (votes.members.length === 0) return safe(`etcd: no member answers; ${host} is the first`);
  if (votes.members.includes(nodeOf(membership, host)))
    return safe(`${voteCountOf(votes)}; ${host} is one of them`);
  const hint = `quorate add-database INVENTORY ${host}`;
  return refused(`${voteCountOf(votes)}; ${host} is none of them`, hint);
}

/** A first broker that is bare while others run would found a second cluster beside theirs. */
function proveFirstBroker(membership: Membership, { member }: Installation): Proof {
  const others = brokerViews(membership).filter(({ node }) => node !== nodeOf(membership, member));
  if (others.length === 0) return safe(`broker: no member answers; founding ${member} makes 1, quorum 1`);
  return secondCluster(membership, member, { service: 'broker', others: others.map(({ node }) => node) });
}

function proveNextBroker(membership: Membership, host: HostName): Proof {
  const votes = brokerVotes(membership);
  const node = nodeOf(membership, host);
  const running = votes.ables.filter((one) => one !== node).length;
  const then = new Set([...votes.members, node]).size;
  const sum = `${voteCountOf(votes)}; joining ${host} makes ${then}, quorum ${quorumOf(then)}`;
  return running > 0 ? safe(sum) : wait(sum);
}

function proveFirstManager(membership: Membership, { member }: Installation): Proof {
  const others = healthyManagers(membership).filter((host) => host !== member);
  if (others.length === 0) return safe(`manager: no member answers; founding ${member} makes 1`);
  return secondCluster(membership, member, { service: 'manager', others });
}

function proveNextManager(membership: Membership, { member }: Installation): Proof {
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
