import type { Membership } from '../../model/health/membership.ts';
import type { Clause, NoLeader, Proof } from '../../model/health/proof.ts';
import type { HostName } from '../../model/names.ts';
import { wait } from '../proof/vote-count.ts';
import { answeringMembers } from './compared-views.ts';
import { hostOf, nodeOf } from '../proof/votes.ts';

/**
 * True if a member with a healthy etcd reports this host as the leader. Without etcd, Patroni repeats its last known state.
 */
export function isNamedLeader(membership: Membership, host: HostName): boolean {
  const node = nodeOf(membership, host);
  const reliable = answeringMembers(membership, 'database').filter(({ view }) => view.etcd.healthy);
  return reliable.some(({ view }) =>
    view.patroni?.some(({ address, role }) => address === node && role === 'leader'),
  );
}

/**
 * Returns the proof that waits for a leader, because a change of leader takes seconds. Its clause states what the
 * members report.
 */
export function noLeader(membership: Membership): Proof {
  const seen = answeringMembers(membership, 'database');
  const named = new Set(
    seen
      .flatMap(({ view }) => (view.patroni ?? []).filter(({ role }) => role === 'leader'))
      .map(({ address }) => address),
  );
  const [only] = named;
  if (only === undefined) return wait(clause({ kind: 'not-named' }));
  const names = [...named].map((node) => hostOf(membership, node)).sort();
  const [name = only] = names;
  if (names.length > 1) return wait(clause({ kind: 'disputed', leaders: names }));
  const leader = seen.find(({ node }) => node === only)?.view;
  if (!leader?.patroni) return wait(clause({ kind: 'unreachable', leader: name }));
  return wait(clause({ kind: leader.etcd.healthy ? 'not-agreed' : 'etcd-unhealthy', leader: name }));
}

function clause(because: NoLeader): Clause {
  return { kind: 'no-leader', because };
}
