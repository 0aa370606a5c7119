import type { Membership } from '../../model/health/membership.ts';
import type { Clause, Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import type { OperationOf } from '../../model/plan/step.ts';
import { commandStep } from '../../model/next-step.ts';
import { all, refused, safe, wait } from './vote-count.ts';
import { readDatabases, type Databases } from '../services/databases.ts';
import { noLeader } from '../views/no-leader.ts';
import { hostOf, proveQuorum, nodeOf } from './votes.ts';

/**
 * Decides whether the leader may step down, for the given standby or for any. Only a synchronous standby that streams
 * may become the leader, because another standby may lack the last commits.
 */
export function proveSwitchover(membership: Membership, { to }: OperationOf<'switchover'>): Proof {
  const databases = readDatabases(membership);
  const quorum = proveQuorum(databases.votes);
  return all(
    quorum,
    to === 'sync-standby' ? proveAny(databases, membership) : proveTo(databases, membership, to.host),
  );
}

function proveAny(databases: Databases, membership: Membership): Proof {
  const { leader, synchronous, streaming, settling } = databases;
  if (leader === undefined) return noLeader(membership);
  const clause = leaderClause(databases, membership, leader);
  if (synchronous.length > 0) return safe(clause);
  return streaming.length + settling.length > 0 ? wait(clause) : refused(clause, BRING_BACK);
}

function proveTo(databases: Databases, membership: Membership, to: HostName): Proof {
  const { leader, synchronous, streaming, settling } = databases;
  const node = nodeOf(membership, to);
  if (leader === undefined) return noLeader(membership);
  if (leader === node) return safe({ kind: 'already-leader', host: to });
  const clause = leaderClause(databases, membership, leader);
  if (synchronous.includes(node)) return safe(clause);
  const other = synchronous.map((one) => hostOf(membership, one))[0];
  const next = other === undefined ? BRING_BACK : commandStep('switchover', { flags: ['--to', other] });
  if (streaming.includes(node)) {
    const clauses = [clause, { kind: 'asynchronous', host: to }] as const;
    return other === undefined ? wait(...clauses) : refused(clauses, next);
  }
  const clauses = [clause, { kind: 'not-streaming', host: to }] as const;
  return settling.includes(node) ? wait(...clauses) : refused(clauses, next);
}

const BRING_BACK = commandStep('status', { purpose: 'bring a standby back first' });

function leaderClause({ synchronous }: Databases, membership: Membership, leader: string): Clause {
  const hosts = synchronous.map((node) => hostOf(membership, node));
  return { kind: 'leader', leader: hostOf(membership, leader), synchronous: hosts };
}
