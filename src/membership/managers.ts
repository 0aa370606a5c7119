import { FLOORS } from '../model/floors.ts';
import type { ManagerView, Membership, Proof } from '../model/membership.ts';
import type { HostName } from '../model/names.ts';
import type { Touch } from '../model/step.ts';
import { count, refused, safe, wait } from './arithmetic.ts';

const STATUS = 'quorate verify INVENTORY';

function managerViews({ expected, views }: Membership): readonly { host: HostName; view: ManagerView }[] {
  return expected.flatMap(({ host }) => {
    const view = views[host];
    return view?.kind === 'manager' ? [{ host, view }] : [];
  });
}

/** Hosts whose manager answers and, where the release can tell, is well. */
export function wellManagers(membership: Membership): readonly HostName[] {
  return managerViews(membership)
    .filter(({ view }) => view.answering && view.ok !== false)
    .map(({ host }) => host);
}

/** Managers have no quorum: one that is well must remain. */
export function proveManagerLeaves(membership: Membership, touch: Touch): Proof {
  const well = wellManagers(membership);
  const rest = well.filter((host) => host !== touch.member).length;
  const members = count(membership.expected.length, 'member');
  const sum = `manager: ${members}, ${well.length} well; without ${touch.member} ${rest} well`;
  if (rest > 0) return safe(sum);
  const others = managerViews(membership).some(({ host }) => host !== touch.member);
  return others ? wait(sum) : refused(sum, `bring another manager back first: ${STATUS}`);
}

/** A manager joins through those that are there; ten is the most that the product supports. */
export function proveManagerJoins(membership: Membership, host: HostName): Proof {
  const { expected } = membership;
  const well = wellManagers(membership).filter((other) => other !== host).length;
  const sum = `manager: ${count(well, 'member')} well; joining ${host} makes ${well + 1}`;
  const most = FLOORS.manager.most ?? Infinity;
  const isNew = !expected.some((member) => member.host === host);
  if (isNew && expected.length >= most) {
    return refused(
      `manager: ${expected.length} of at most ${most}`,
      'remove a manager first: quorate remove-manager',
    );
  }
  return well > 0 ? safe(sum) : wait(sum);
}
