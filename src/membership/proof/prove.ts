import type { Membership, Proof } from '../../model/health/membership.ts';
import type { HostName, Service } from '../../model/names.ts';
import type { Touch } from '../../model/plan/step.ts';
import { all, safe } from './vote-count.ts';
import { proveBrokerJoins, proveBrokerLeaves } from '../services/brokers.ts';
import { proveDatabaseJoins, proveDatabaseLeaves } from '../services/databases.ts';
import { proveFewer } from './prove-removal.ts';
import { proveFirst } from './prove-bootstrap.ts';
import { proveHeard } from '../views/peer-view.ts';
import { proveHandOver } from './prove-switchover.ts';
import { proveManagerJoins, proveManagerLeaves } from '../services/managers.ts';
import { isTakenOut, proveUnfinished } from './prove-cleanup.ts';

/**
 * May this member be touched now? Pure, over what every member says; ask anew right before each disruptive step.
 * `wait`: not now, yet it may be so without anybody doing anything. `refused`: somebody has to do something first.
 */
export function prove(membership: Membership, touch: Touch): Proof {
  const { service, member, effect } = touch;
  const uncounted = proveUncounted(membership, touch);
  if (uncounted) return uncounted;
  switch (effect) {
    case 'found':
    case 'join':
      return isAdded(membership, member) ? JOINS[service](membership, member) : proveFirst(membership, touch);
    case 'restart':
      return all(proveHeard(membership, touch), LEAVES[service](membership, touch));
    case 'stop':
    case 'remove': {
      const forGood = effect === 'remove' || touch.leaving;
      return all(
        proveHeard(membership, touch),
        forGood ? proveFewer(membership, touch) : safe(''),
        LEAVES[service](membership, touch),
      );
    }
    case 'hand-over':
      return proveHandOver(membership, touch);
  }
}

/** Whom nobody counts on: its install did not finish, or it was taken out and answers again since its host restarted. */
function proveUncounted(membership: Membership, touch: Touch): Proof | undefined {
  const { service, member } = touch;
  if (touch.unfinished) return proveUnfinished(membership, touch);
  const isOut = touch.leaving && isTakenOut(membership, member);
  return isOut ? safe(`${service}: none of the others lists ${member}`) : undefined;
}

const JOINS: Readonly<Record<Service, (membership: Membership, host: HostName) => Proof>> = {
  database: proveDatabaseJoins,
  broker: proveBrokerJoins,
  manager: proveManagerJoins,
};

const LEAVES: Readonly<Record<Service, (membership: Membership, touch: Touch) => Proof>> = {
  database: proveDatabaseLeaves,
  broker: proveBrokerLeaves,
  manager: proveManagerLeaves,
};

/** A host that is being added joins a live cluster; the others of the inventory belong to a first deploy. */
function isAdded({ expected }: Membership, host: HostName): boolean {
  return !expected.some((member) => member.host === host && !member.joining);
}
