import { removedMembers, type Phase } from '../../../phases/phase.ts';
import { balancerLanes } from './load-balancers.ts';

/** Drains a manager on the load balancers before it is removed, so that its clients move to the others. */
export const drain: Phase = {
  title: 'drain the manager to be removed',
  needs: [],
  follows: [],
  lanes: (input) => {
    const drained = removedMembers(input, 'manager').flatMap(({ host, state }) =>
      state === 'running' ? [host] : [],
    );
    if (drained.length === 0) return [];
    return balancerLanes({ ...input, after: { ...input.after, hosts: input.before.hosts } }, drained);
  },
};
