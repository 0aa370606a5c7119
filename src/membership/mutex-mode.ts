import type { HostName } from '../model/names.ts';
import type { MemberOperation } from '../model/plan/step.ts';

/**
 * Returns `shared` if several members of the service may be operated on at once: only while databases or brokers are
 * bootstrapped, because nothing depends on them yet (ADR 2). Managers are installed one at a time, because two
 * managers that check the database at once race with each other.
 * @param bootstrapped hosts that record that the service is bootstrapped
 */
export function mutexMode(
  { service, kind }: MemberOperation,
  bootstrapped: readonly HostName[],
): 'shared' | 'exclusive' {
  const first = (kind === 'bootstrap' || kind === 'join') && bootstrapped.length === 0;
  return first && service !== 'manager' ? 'shared' : 'exclusive';
}
