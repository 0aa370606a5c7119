import { haproxyPaths } from '../components/haproxy/paths.ts';
import { haproxyUnit } from '../components/haproxy/unit.ts';
import type { Host } from '../model/cluster.ts';
import type { AbsolutePath } from '../model/names.ts';
import type { Lane } from '../model/plan/plan.ts';
import type { Step } from '../model/plan/step.ts';
import { cleanupSteps } from './cleanup.ts';
import type { Draft } from './lane.ts';
import { removedMembers, type Phase, type PhaseInput } from './phase.ts';

/** Additions of a platform that runs more than HAProxy on its load balancers. */
interface BesidesHaproxy {
  /** The steps before HAProxy stops. */
  readonly before: readonly Draft[];
  readonly files: (input: PhaseInput) => readonly AbsolutePath[];
}

/**
 * Returns the phase that removes a load balancer: stops HAProxy, and deletes its configuration and keys. The packages stay
 * installed.
 */
export function removeLoadBalancerPhase(besides: BesidesHaproxy): Phase {
  return {
    title: 'remove the load balancer',
    needs: [],
    follows: [],
    lanes: (input) =>
      removedMembers(input, 'load_balancer')
        .filter(({ state }) => state === 'running')
        .map(({ host }): Lane => ({ host: host.name, steps: steps(input, host, besides) })),
  };
}

function steps(input: PhaseInput, host: Host, besides: BesidesHaproxy): readonly Step[] {
  const { config, certificate, ca } = haproxyPaths;
  const files = [config, certificate, ca, ...besides.files(input)];
  return [
    ...besides.before.map(({ slug, ...step }): Step => ({
      id: `${input.phase}/${host.name}/${slug}`,
      host: host.name,
      ...step,
    })),
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
    ...cleanupSteps(input, host, { files, directories: [] }),
  ];
}
