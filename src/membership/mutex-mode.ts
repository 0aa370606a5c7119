import type { HostName } from '../model/names.ts';
import type { MemberOperation } from '../model/plan/step.ts';

/**
 * Whether others may be touched at the same time: only while databases or brokers are founded, when nobody depends on
 * them yet (ADR 2). A manager is always alone: its check of the database races with another's.
 * @param founded the hosts that carry the receipt `bootstrapped/<service>`
 */
export function mutexMode(
  { service, kind }: MemberOperation,
  bootstrapped: readonly HostName[],
): 'shared' | 'exclusive' {
  const first = (kind === 'bootstrap' || kind === 'join') && bootstrapped.length === 0;
  return first && service !== 'manager' ? 'shared' : 'exclusive';
}
