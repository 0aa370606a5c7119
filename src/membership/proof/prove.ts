import type { Membership, Proof } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';
import type { MemberOperation } from '../../model/plan/step.ts';
import { all, safe } from './vote-count.ts';
import { proveBrokerJoins, proveBrokerLeaves } from '../services/brokers.ts';
import { proveDatabaseJoins, proveDatabaseLeaves } from '../services/databases.ts';
import { proveRemoval } from './prove-removal.ts';
import { proveBootstrap } from './prove-bootstrap.ts';
import { proveReachable } from '../views/peer-view.ts';
import { proveSwitchover } from './prove-switchover.ts';
import { proveManagerJoins, proveManagerLeaves } from '../services/managers.ts';
import { isRemoved, proveCleanup } from './prove-cleanup.ts';

/**
 * May this member be touched now? Pure, over what every member says; ask anew right before each disruptive step.
 * `wait`: not now, yet it may be so without anybody doing anything. `refused`: somebody has to do something first.
 */
export function prove(membership: Membership, touch: MemberOperation): Proof {
  const { service, member, effect } = touch;
  const uncounted = proveUncounted(membership, touch);
  if (uncounted) return uncounted;
  switch (effect) {
    case 'bootstrap':
    case 'join':
      return isAdded(membership, member)
        ? JOINS[service](membership, member)
        : proveBootstrap(membership, touch);
    case 'restart':
      return all(proveReachable(membership, touch), LEAVES[service](membership, touch));
    case 'stop':
    case 'remove': {
      const forGood = effect === 'remove' || touch.leaving;
      return all(
        proveReachable(membership, touch),
        forGood ? proveRemoval(membership, touch) : safe(''),
        LEAVES[service](membership, touch),
      );
    }
    case 'switchover':
      return proveSwitchover(membership, touch);
  }
}

/** Whom nobody counts on: its install did not finish, or it was taken out and answers again since its host restarted. */
function proveUncounted(membership: Membership, touch: MemberOperation): Proof | undefined {
  const { service, member } = touch;
  if (touch.unfinished) return proveCleanup(membership, touch);
  const isOut = touch.leaving && isRemoved(membership, member);
  return isOut ? safe(`${service}: none of the others lists ${member}`) : undefined;
}

const JOINS: Readonly<Record<Service, (membership: Membership, host: HostName) => Proof>> = {
  database: proveDatabaseJoins,
  broker: proveBrokerJoins,
  manager: proveManagerJoins,
};

const LEAVES: Readonly<Record<Service, (membership: Membership, touch: MemberOperation) => Proof>> = {
  database: proveDatabaseLeaves,
  broker: proveBrokerLeaves,
  manager: proveManagerLeaves,
};

/** A host that is being added joins a live cluster; the others of the inventory belong to a first deploy. */
function isAdded({ expected }: Membership, host: HostName): boolean {
  return !expected.some((member) => member.host === host && !member.joining);
}
