import { FLOORS } from '../model/floors.ts';
import type { Membership, Proof } from '../model/membership.ts';
import type { HostName, Service } from '../model/names.ts';
import type { Touch } from '../model/step.ts';
import { all, count, refused, safe } from './arithmetic.ts';
import { proveBrokerJoins, proveBrokerLeaves } from './brokers.ts';
import { proveDatabaseJoins, proveDatabaseLeaves } from './databases.ts';
import { proveFirst } from './founding.ts';
import { proveHandOver } from './hand-over.ts';
import { proveManagerJoins, proveManagerLeaves } from './managers.ts';
import { proveUnfinished } from './unfinished.ts';

/**
 * May this member be touched now? Pure, over what every member says; ask anew right before each disruptive step.
 * `wait`: not now, yet it may be so without anybody doing anything. `refused`: somebody has to do something first.
 */
export function prove(membership: Membership, touch: Touch): Proof {
  const { service, member, effect } = touch;
  if (touch.unfinished) return proveUnfinished(membership, touch);
  switch (effect) {
    case 'found':
    case 'join':
      return isListed(membership, member)
        ? proveFirst(membership, touch)
        : JOINS[service](membership, member);
    case 'restart':
    case 'stop':
      return LEAVES[service](membership, touch);
    case 'remove':
      return all(proveFloor(membership, touch), LEAVES[service](membership, touch));
    case 'hand-over':
      return proveHandOver(membership, touch);
  }
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

/** A host that is being added is not yet among the members of `now`; one of a first deploy is. */
function isListed({ expected }: Membership, host: HostName): boolean {
  return expected.some((member) => member.host === host);
}

/** A dead member may always leave (its successor comes next); a living one not below the floor. */
function proveFloor({ expected, views }: Membership, { service, member }: Touch): Proof {
  const { least } = FLOORS[service];
  const left = expected.filter((one) => one.host !== member).length;
  if (left >= least || views[member] === undefined || views[member].kind === 'silent') return safe('');
  const sum = `${service}: ${count(expected.length, 'member')}; without ${member} ${left}, at least ${least} needed`;
  return refused(sum, `add another first: quorate add-${service} INVENTORY NAME`);
}
