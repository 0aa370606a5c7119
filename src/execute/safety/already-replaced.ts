import { isOnLostMember, type MemberOperation } from '../../model/plan/step.ts';
import type { Run } from '../run.ts';

/**
 * A dead member that is replaced under its name: once its successor's installation has begun, it was taken out, and
 * whom the others list is the successor.
 */
export function isAlreadyReplaced({ fleet, plan }: Run, operation: MemberOperation): boolean {
  const { member, service } = operation;
  if (!isOnLostMember(operation) || !plan.hosts.includes(member)) return false;
  return fleet.remembered(member)?.jobs[`install-${service}`] !== undefined;
}
