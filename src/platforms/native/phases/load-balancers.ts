import { haproxySteps } from '../../../phases/haproxy.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';
import { balancerConfig } from '../config/haproxy.ts';

/** Installs HAProxy and configures the databases and the brokers as its servers. */
export const loadBalancers: Phase = setUp('set up the load balancers');

/** Makes the databases and the brokers of the cluster after the command the servers of the load balancers. */
export const balancerMembers: Phase = setUp('update the servers of the load balancers');

function setUp(title: string): Phase {
  return {
    title,
    needs: [],
    follows: [],
    lanes: (input) =>
      lanesOf(input, (host) =>
        haproxySteps(input, { config: balancerConfig(input.after, host), ca: input.material.ca }),
      ),
  };
}
