import { haproxySteps } from '../../../phases/haproxy.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';
import { balancerConfig } from '../config/haproxy.ts';

/** Installs HAProxy and configures the databases and the brokers as its servers. */
export const loadBalancers: Phase = {
  title: 'set up the load balancers',
  needs: [],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) =>
      haproxySteps(input, { config: balancerConfig(input.after, host), ca: input.material.ca }),
    ),
};
