import type { Membership, Proof } from '../model/membership.ts';
import { wait } from './arithmetic.ts';
import { seenOf } from './seen.ts';
import { hostOf } from './votes.ts';

/** To be waited for, with what the members say of a leader: that a lead changes takes seconds. */
export function noLeader(membership: Membership): Proof {
  const seen = seenOf(membership, 'database');
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
