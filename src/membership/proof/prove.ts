import type { Membership } from '../../model/health/membership.ts';
import type { Proof } from '../../model/health/proof.ts';
import type { HostName, Service } from '../../model/names.ts';
import { requirementOf } from '../../model/plan/step.ts';
import type { MemberOperation, OperationOf, Switchover } from '../../model/plan/step.ts';
import { all, safe } from './vote-count.ts';
import { proveBrokerAddition, proveBrokerDisruption } from '../services/brokers.ts';
import { proveDatabaseAddition, proveDatabaseDisruption } from '../services/databases.ts';
import { proveRemoval } from './prove-removal.ts';
import { proveBootstrap } from './prove-bootstrap.ts';
import { proveReachable } from '../views/peer-view.ts';
import { proveSwitchover } from './prove-switchover.ts';
import { proveManagerAddition, proveManagerDisruption } from '../services/managers.ts';
import { proveCleanup, wasRemovedBefore } from './prove-cleanup.ts';

/**
 * Decides whether the operation is safe now. Depends only on the given membership. Call it again right before each
 * disruptive step. `wait`: may become safe without any action. `refused`: an operator must act first.
 * @param switchover `planned`: the member steps down as leader before the operation
 */
export function prove(
  membership: Membership,
  operation: MemberOperation,
  switchover: Switchover = switchoverOf(operation),
): Proof {
  const { service, member } = operation;
  switch (operation.kind) {
    case 'bootstrap':
    case 'join':
      return isAdded(membership, member)
        ? ADDITIONS[service](membership, member)
        : proveBootstrap(membership, operation);
    case 'restart':
    case 'reinit':
      return all(
        proveReachable(membership, operation),
        DISRUPTIONS[service](membership, operation, switchover),
      );
    case 'stop-to-leave':
      return wasRemovedBefore(membership, member)
        ? safe({ kind: 'removed-before', service, member })
        : proveStopOrRemoval(membership, operation, switchover);
    case 'remove':
      return proveStopOrRemoval(membership, operation, switchover);
    case 'undo-install':
      return proveCleanup(membership, operation);
    case 'switchover':
      return proveSwitchover(membership, operation);
  }
}

/** The switchover that the operation itself requires before it runs. */
function switchoverOf(operation: MemberOperation): Switchover {
  return requirementOf(operation) === 'switchover-done' ? 'planned' : 'none';
}

function proveStopOrRemoval(
  membership: Membership,
  operation: OperationOf<'stop-to-leave' | 'remove'>,
  switchover: Switchover,
): Proof {
  return all(
    proveReachable(membership, operation),
    proveRemoval(membership, operation),
    DISRUPTIONS[operation.service](membership, operation, switchover),
  );
}

const ADDITIONS: Readonly<Record<Service, (membership: Membership, host: HostName) => Proof>> = {
  database: proveDatabaseAddition,
  broker: proveBrokerAddition,
  manager: proveManagerAddition,
};

const DISRUPTIONS: Readonly<
  Record<Service, (membership: Membership, operation: MemberOperation, switchover: Switchover) => Proof>
> = {
  database: proveDatabaseDisruption,
  broker: proveBrokerDisruption,
  manager: proveManagerDisruption,
};

/** True if the host is added to an existing cluster. Other hosts of the inventory belong to a first deploy. */
function isAdded({ expected }: Membership, host: HostName): boolean {
  return !expected.some((member) => member.host === host && member.standing !== 'joining');
}
