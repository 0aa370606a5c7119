import type { Answer } from '../../model/health/gate.ts';
import { canonicalAddress } from '../../model/address.ts';
import type { DatabaseView } from '../../model/health/membership.ts';
import { isFields, jsonOf, objectList, textOf, textsOf } from '../json.ts';

/**
 * `GET /health`: `{"health":"true"}` with 200, `{"health":"false"}` with 503 while it sees no leader or no quorum
 * (etcd 3.4; newer ones answer the same with more fields). undefined: it did not say.
 */
export function etcdHealthy(answer: Answer | undefined): boolean | undefined {
  const said = jsonOf(answer, 200, 503);
  if (!isFields(said) || !('health' in said)) return undefined;
  return String(said.health) === 'true';
}

/**
 * `POST /v3/cluster/member/list`: whom a member lists, by the address of its peers' URLs. A member that was added but
 * never started has no name yet. It answers without a quorum too. undefined: it did not say.
 */
export function etcdMembers(answer: Answer | undefined): DatabaseView['etcd']['members'] | undefined {
  const said = jsonOf(answer, 200);
  const members = isFields(said) ? objectList(said.members) : undefined;
  return members?.map((member) => ({
    name: textOf(member, 'name'),
    address: canonicalAddress(
      hostOfUrl([...textsOf(member, 'peerURLs'), ...textsOf(member, 'clientURLs')][0] ?? ''),
    ),
  }));
}

/** `https://198.51.100.11:2380` → `198.51.100.11`; an address of version 6 without its brackets. */
function hostOfUrl(url: string): string {
  return /^\w+:\/\/(?:\[([^\]]+)\]|([^:/]+))/.exec(url)?.slice(1).find(Boolean) ?? url;
}
