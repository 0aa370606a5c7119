import type { Membership } from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { HostName, Service } from '../../model/names.ts';
import type { OperationOf } from '../../model/plan/step.ts';
import { commandStep } from '../../model/next-step.ts';
import { quorumOf, refused, safe, wait } from './vote-count.ts';
import { brokerViews, brokerVotes } from '../services/brokers.ts';
import { readDatabases } from '../services/databases.ts';
import { listings } from '../views/listed-members.ts';
import { proveManagerAddition, healthyManagers } from '../services/managers.ts';
import { notInstalledInCluster, unknownMembers, type Refusal } from '../admission/inventory-mismatch.ts';
import { hostOf, nodeOf, voteCountOf } from './votes.ts';

type Installation = OperationOf<'bootstrap' | 'join'>;

/**
 * Decides whether a host of the inventory that is not installed may be installed: only while this inventory bootstraps the
 * service. Once the cluster exists, the host would bootstrap a second one, or come back empty under an old name.
 */
export function proveBootstrap(membership: Membership, operation: Installation): Proof {
  const lists = listings(operation.service, [membership]);
  const refusal =
    notInstalledInCluster(membership, { operation, installStarted: false }, lists) ??
    unknownMembers(membership, lists)[0];
  return refusal ? asProof(operation, refusal) : proveService(membership, operation);
}

function asProof({ service }: Installation, { where, what, why, next }: Refusal): Proof {
  return refused({ kind: 'inventory-mismatch', service, where, what, why }, next);
}

function proveService(membership: Membership, operation: Installation): Proof {
  switch (operation.service) {
    case 'database':
      return proveDatabase(membership, operation.member);
    case 'broker':
      return operation.kind === 'bootstrap'
        ? proveFirstBroker(membership, operation)
        : proveNextBroker(membership, operation.member);
    case 'manager':
      return operation.kind === 'bootstrap'
        ? proveFirstManager(membership, operation)
        : proveNextManager(membership, operation);
  }
}

/**
 * Decides whether a database may be installed. Databases are configured with all members from the start, so they may be
 * installed in any order, if the running members list the host.
 */
function proveDatabase(membership: Membership, host: HostName): Proof {
  const { votes } = readDatabases(membership);
  if (votes.members.length === 0) return safe({ kind: 'nothing-answers', of: 'etcd', first: host });
  const member = votes.members.includes(nodeOf(membership, host));
  const clauses = [voteCountOf(votes), { kind: 'is-member', host, member }] as const;
  return member ? safe(...clauses) : refused(clauses, commandStep('add-database', { host }));
}

/** Requires that no other broker is running, because installing the first one would bootstrap a second cluster. */
function proveFirstBroker(membership: Membership, { member }: Installation): Proof {
  const others = brokerViews(membership).filter(({ node }) => node !== nodeOf(membership, member));
  if (others.length === 0)
    return safe({ kind: 'nothing-answers', of: 'broker', first: member, quorum: quorumOf(1) });
  return secondCluster(membership, member, { service: 'broker', others: others.map(({ node }) => node) });
}

function proveNextBroker(membership: Membership, host: HostName): Proof {
  const votes = brokerVotes(membership);
  const node = nodeOf(membership, host);
  const running = votes.available.filter((one) => one !== node).length;
  const then = new Set([...votes.members, node]).size;
  const joining = { kind: 'joining', host, members: then, quorum: quorumOf(then) } as const;
  const clauses = [voteCountOf(votes), joining] as const;
  return running > 0 ? safe(...clauses) : wait(...clauses);
}

function proveFirstManager(membership: Membership, { member }: Installation): Proof {
  const others = healthyManagers(membership).filter((host) => host !== member);
  if (others.length === 0) return safe({ kind: 'nothing-answers', of: 'manager', first: member });
  return secondCluster(membership, member, { service: 'manager', others });
}

function proveNextManager(membership: Membership, { member }: Installation): Proof {
  return proveManagerAddition(membership, member);
}

function secondCluster(
  membership: Membership,
  member: HostName,
  { service, others }: { service: Service; others: readonly string[] },
): Proof {
  const running = others.map((node) => hostOf(membership, node));
  const next = commandStep('replace-host', { host: member });
  return refused({ kind: 'second-cluster', service, running, member }, next);
}
