import type { Membership, Proof } from '../../model/health/membership.ts';
import type { HostName } from '../../model/names.ts';
import { wait } from '../proof/vote-count.ts';
import { answeringMembers } from './compared-views.ts';
import { hostOf, nodeOf } from '../proof/votes.ts';

/** Does anybody who is to be believed call it the leader? Without etcd Patroni repeats what it saw last. */
export function isNamedLeader(membership: Membership, host: HostName): boolean {
  const node = nodeOf(membership, host);
  const believed = answeringMembers(membership, 'database').filter(({ view }) => view.etcd.healthy);
  return believed.some(({ view }) =>
    view.patroni?.some(({ address, role }) => address === node && role === 'leader'),
  );
}

/** To be waited for, with what the members say of a leader: that a lead changes takes seconds. */
export function noLeader(membership: Membership): Proof {
  const seen = answeringMembers(membership, 'database');
  const named = new Set(
    seen
      .flatMap(({ view }) => (view.patroni ?? []).filter(({ role }) => role === 'leader'))
      .map((m) => m.address),
  );
  const [only] = named;
  if (only === undefined) return wait('patroni: no member names a leader');
  const names = [...named].map((node) => hostOf(membership, node)).sort();
  if (names.length > 1) return wait(`patroni: the members name different leaders: ${names.join(', ')}`);
  const leader = seen.find(({ node }) => node === only)?.view;
  if (!leader?.patroni) return wait(`patroni: ${names[0]} is named leader, and does not answer`);
  if (!leader.etcd.healthy)
    return wait(`patroni: ${names[0]} is named leader, and its own etcd is not healthy`);
  return wait(`patroni: ${names[0]} is named leader, not by all members`);
}
