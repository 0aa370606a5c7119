import { haproxyPaths } from '../components/haproxy/paths.ts';
import { haproxyUnit } from '../components/haproxy/unit.ts';
import { KEEPALIVED_WRITES } from '../components/keepalived/paths.ts';
import type { Host } from '../model/cluster.ts';
import type { Lane } from '../model/plan/plan.ts';
import type { Step } from '../model/plan/step.ts';
import { cleanupSteps } from './cleanup.ts';
import { stopKeepalivedStep } from './keepalived.ts';
import { removedMembers, type Phase, type PhaseInput } from './phase.ts';

/**
 * Removes a load balancer: stops keepalived and HAProxy, and deletes their configuration and keys. The packages stay
 * installed.
 */
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
  const { slug, ...stop } = stopKeepalivedStep;
  return [
    { id: `${input.phase}/${host.name}/${slug}`, host: host.name, ...stop },
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
    ...cleanupSteps(input, host, { files: [config, certificate, ca, ...KEEPALIVED_WRITES], directories: [] }),
  ];
}
