import { keptMembers } from '../model/change.ts';
import type { NextMembers } from '../model/change.ts';
import { hostsOf, type Host } from '../model/cluster.ts';
import type { Service } from '../model/names.ts';

/**
 * Returns the member that a host joins. A host that the command adds joins the first existing member, even if the host is
 * the first of its service in the inventory: a replaced first broker must never form a second cluster. Any other host
 * joins the first host of its service. Returns undefined for that first host, which forms the cluster.
 */
export function memberToJoin(members: NextMembers, host: Host, service: Service): Host | undefined {
  const joins = members.joining.some(({ name }) => name === host.name);
  const kept = joins ? keptMembers(members).find(({ role }) => role === service) : undefined;
  const first = kept ?? hostsOf(members.after, service)[0];
  return first?.name === host.name ? undefined : first;
}
