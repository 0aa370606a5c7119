import { isOnLostMember, type MemberOperation } from '../../model/plan/step.ts';
import { JOB } from '../../model/stored-formats.ts';
import type { Run } from '../run.ts';

/**
 * True if a lost member is already being replaced under its name. Once the replacement's installation has started, the
 * former member is removed, and its peers list the replacement.
 */
export function isAlreadyReplaced({ fleet, plan }: Run, operation: MemberOperation): boolean {
  const { member, service } = operation;
  if (!isOnLostMember(operation) || !plan.hosts.includes(member)) return false;
  return fleet.remembered(member)?.jobs[JOB.install(service)] !== undefined;
}
