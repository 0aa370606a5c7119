import { removedMembers, type Phase } from '../../../phases/phase.ts';
import { balancerLanes } from './load-balancers.ts';

/** The balancers send nobody to a manager that leaves: its clients move on before it stops. */
export const drain: Phase = {
  title: 'send nobody to the manager that leaves',
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
