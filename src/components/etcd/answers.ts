import type { Answer } from '../../model/health/gate.ts';
import { canonicalAddress } from '../../model/address.ts';
import type { DatabaseView, ListedEtcdMember } from '../../model/health/membership.ts';
import { isFields, jsonOf, objectList, textOf, textsOf, type Fields } from '../json.ts';

/**
 * Reads `GET /health`: `{"health":"true"}` with 200, `{"health":"false"}` with 503 while the member sees no leader or no
 * quorum (etcd 3.4; later releases add fields). Returns undefined if the answer has no such field.
 */
export function etcdHealthy(answer: Answer | undefined): boolean | undefined {
  const body = jsonOf(answer, 200, 503);
  if (!isFields(body) || !('health' in body)) return undefined;
  return String(body.health) === 'true';
}

/**
 * Reads the list of members. Version 3 of the interface (`POST /v3/cluster/member/list`) returns the same fields as `GET
 * /v2/members`, which etcd serves in every release of the product: 3.3 and older serve only v2 and v3beta, and
 * 7.0 switches v2 on in 3.4 (postgresql_server/config/supervisord/etcd.conf). Returns the members that one member lists,
 * with the addresses from their peer URLs, or from their client URLs if they have none. A member that was added but never
 * started has no name yet. etcd answers without a quorum too. Returns undefined if the answer has no list.
 */
export function etcdMembers(answer: Answer | undefined): DatabaseView['etcd']['members'] | undefined {
  const body = jsonOf(answer, 200);
  const members = isFields(body) ? objectList(body.members) : undefined;
  return members?.map((member) => ({
    ...versionThree(member),
    name: textOf(member, 'name'),
    address: canonicalAddress(
      hostOfUrl([...textsOf(member, 'peerURLs'), ...textsOf(member, 'clientURLs')][0] ?? ''),
    ),
  }));
}

/**
 * Reads `POST /v3/maintenance/status`: the alarms of the whole cluster, which every member lists among its errors as
 * `memberID:8630161756594109333 alarm:NOSPACE`. etcd refuses writes while there is one. Returns none if the answer has no
 * such list, because version 2 of the interface has no alarms.
 */
export function etcdAlarms(answer: Answer | undefined): readonly EtcdAlarm[] {
  const body = jsonOf(answer, 200);
  if (!isFields(body)) return [];
  return textsOf(body, 'errors').flatMap((text) => {
    const [, id, alarm] = /^memberID:(\d+) alarm:([A-Z]+)\s*$/.exec(text) ?? [];
    return id === undefined || alarm === undefined ? [] : [{ id: BigInt(id).toString(16), alarm }];
  });
}

/** `id`: the member that raised the alarm, in hexadecimal digits. */
interface EtcdAlarm {
  readonly id: string;
  readonly alarm: string;
}

/** The fields that only version 3 has: `POST /v3/cluster/member/list` returns the ids as decimal digits. */
function versionThree(member: Fields): Pick<ListedEtcdMember, 'id' | 'learner'> {
  const id = textOf(member, 'ID');
  return {
    ...(/^\d+$/.test(id) && { id: BigInt(id).toString(16) }),
    ...(member['isLearner'] === true && { learner: true }),
  };
}

/** `https://198.51.100.11:2380` → `198.51.100.11`; an IPv6 address without its brackets. */
function hostOfUrl(url: string): string {
  return /^\w+:\/\/(?:\[([^\]]+)\]|([^:/]+))/.exec(url)?.slice(1).find(Boolean) ?? url;
}
