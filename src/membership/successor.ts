import type { Membership } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';
import { readDatabases } from './databases.ts';
import { hostOf, nodeOf } from './votes.ts';

/** Who takes over the lead from a database: a synchronous standby that answers; others may lack the last commits. */
export function successor(membership: Membership, of: HostName): HostName | undefined {
  const { synchronous } = readDatabases(membership);
  return synchronous.map((node) => hostOf(membership, node)).find((host) => host !== of);
}

/** Is it the leader that every member names? */
export function leads(membership: Membership, host: HostName): boolean {
  return readDatabases(membership).leader === nodeOf(membership, host);
}
