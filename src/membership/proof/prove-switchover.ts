import type { Membership, Proof } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import type { OperationOf } from '../../model/plan/step.ts';
import { all, refused, safe, wait } from './vote-count.ts';
import { readDatabases, type Databases } from '../services/databases.ts';
import { noLeader } from '../views/no-leader.ts';
import { hostOf, proveQuorum, nodeOf } from './votes.ts';

/**
 * May the lead be handed over, to `to` or to whoever may? Only to a synchronous standby that streams: another may lack
 * the last commits.
 */
export function proveSwitchover(membership: Membership, { to }: OperationOf<'switchover'>): Proof {
  const databases = readDatabases(membership);
  const quorum = proveQuorum(databases.votes);
  return all(
    quorum,
    to === 'sync-standby' ? proveAny(databases, membership) : proveTo(databases, membership, to.host),
  );
}

function proveAny({ leader, synchronous, streaming, settling }: Databases, membership: Membership): Proof {
  if (leader === undefined) return noLeader(membership);
  const sum = `patroni: leader ${hostOf(membership, leader)}`;
  if (synchronous.length > 0) return safe(`${sum}, synchronous ${hosts(membership, synchronous)}`);
  const none = `${sum}, no synchronous standby`;
  return streaming.length + settling.length > 0 ? wait(none) : refused(none, BRING_BACK);
}

function proveTo(databases: Databases, membership: Membership, to: HostName): Proof {
  const { leader, synchronous, streaming, settling } = databases;
  const node = nodeOf(membership, to);
  if (leader === undefined) return noLeader(membership);
  if (leader === node) return safe(`patroni: ${to} leads already`);
  const sum = `patroni: leader ${hostOf(membership, leader)}, synchronous ${hosts(membership, synchronous) || 'none'}`;
  if (synchronous.includes(node)) return safe(sum);
  const other = synchronous.map((one) => hostOf(membership, one))[0];
  const hint = other === undefined ? BRING_BACK : `quorate switchover INVENTORY --to ${other}`;
  if (streaming.includes(node)) {
    const asynchronous = `${sum}; ${to} is asynchronous, it may lack commits`;
    return other === undefined ? wait(asynchronous) : refused(asynchronous, hint);
  }
  const idle = `${sum}; ${to} does not stream`;
  return settling.includes(node) ? wait(idle) : refused(idle, hint);
}

const BRING_BACK = 'bring a standby back first: quorate status INVENTORY';

function hosts(membership: Membership, nodes: readonly string[]): string {
  return nodes.map((node) => hostOf(membership, node)).join(', ');
}
