import { haproxySteps } from '../../../phases/haproxy.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase } from '../../../phases/phase.ts';
import { balancerConfig } from '../config/haproxy.ts';
import { installFromSource, packageSourceSteps } from '../steps/package-source.ts';

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
      lanesOf(input, (host) => {
        const { after, material } = input;
        const wanted = { config: balancerConfig(after, host), ca: material.ca };
        return [
          ...packageSourceSteps(input),
          ...haproxySteps(input, wanted, installFromSource(after, ['haproxy'])),
        ];
      }),
  };
}
