import type { Phase } from '../../../phases/phase.ts';
import { balancerLanes } from './load-balancers.ts';

/** The balancers send nobody to a manager that leaves: its clients move on before it stops. */
export const drain: Phase = {
  title: 'send nobody to the manager that leaves',
  needs: [],
  follows: [],
  lanes: (input) => {
    const leaving = input.leaving.flatMap(({ host, gone }) =>
      host.role === 'manager' && !gone ? [host] : [],
    );
    if (leaving.length === 0) return [];
    return balancerLanes({ ...input, next: { ...input.next, hosts: input.now.hosts } }, leaving);
  },
};
