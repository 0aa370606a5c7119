import { haproxyPaths } from '../components/haproxy/paths.ts';
import { haproxyUnit } from '../components/haproxy/unit.ts';
import type { Host } from '../model/cluster.ts';
import type { Lane } from '../model/plan/plan.ts';
import type { Step } from '../model/plan/step.ts';
import { cleanupSteps } from './cleanup.ts';
import { removedMembers, type Phase, type PhaseInput } from './phase.ts';

/** Removes a load balancer: stops HAProxy and deletes its configuration and key. The package stays installed. */
export const removeLoadBalancerPhase: Phase = {
  title: 'remove the load balancer',
  needs: [],
  follows: [],
  lanes: (input) =>
    removedMembers(input, 'load_balancer')
      .filter(({ state }) => state === 'running')
      .map(({ host }): Lane => ({ host: host.name, steps: steps(input, host) })),
};

function steps(input: PhaseInput, host: Host): readonly Step[] {
  const { config, certificate, ca } = haproxyPaths;
  return [
    {
      id: `${input.phase}/${host.name}/stop`,
      title: 'stop and disable HAProxy',
      host: host.name,
      action: {
        kind: 'run',
        command: haproxyUnit('disable', '--now'),
        unless: 'repeatable',
        affects: { unit: 'haproxy', effect: 'stop' },
      },
    },
    ...cleanupSteps(input, host, { files: [config, certificate, ca], directories: [] }),
  ];
}
