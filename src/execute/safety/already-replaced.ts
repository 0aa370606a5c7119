import type { MemberOperation } from '../../model/plan/step.ts';
import type { Run } from '../run.ts';

/**
 * A dead member that is replaced under its name: once its successor's installation has begun, it was taken out, and
 * whom the others list is the successor.
 */
export function isAlreadyReplaced({ fleet, plan }: Run, { member, service, gone }: MemberOperation): boolean {
  if (!gone || !plan.hosts.includes(member)) return false;
  return fleet.remembered(member)?.jobs[`install-${service}`] !== undefined;
}
