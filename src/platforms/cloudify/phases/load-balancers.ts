import { LOAD_BALANCER_PORTS } from '../product/ports.ts';
import { knownRelease } from '../product/versions.ts';
import { certificateFile, haproxyConfig } from '../../../components/haproxy/config.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Lane } from '../../../model/plan/plan.ts';
import { haproxySteps, type BalancerFiles } from '../../../phases/haproxy.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';

/** Installs HAProxy from the distribution and configures the managers as its servers. */
export const loadBalancers: Phase = {
  title: 'set up the load balancers',
  needs: ['manager-status'],
  follows: [],
  lanes: (input) => balancerLanes(input),
};

/**
 * Returns the steps that configure each load balancer for the cluster after the command. @param drained managers that
 * get no requests any more
 */
export function balancerLanes(input: PhaseInput, drained: readonly Host[] = []): Iterable<Lane> {
  return lanesOf(input, (host) => {
    const wanted = wantedFiles(input, host, drained);
    return haproxySteps(input, wanted);
  });
}

function wantedFiles({ after, material }: PhaseInput, host: Host, drained: readonly Host[]): BalancerFiles {
  const pair = material.hosts[host.name];
  if (!pair) throw new Error(`the certificate of ${host.name} was not loaded from the local files`);
  const ports = { ...LOAD_BALANCER_PORTS, forwarded: knownRelease(after.version).balancedPorts };
  return {
    config: haproxyConfig(after, host, { ...ports, drained: drained.map(({ name }) => name) }),
    certificate: certificateFile(pair),
    ca: material.ca,
  };
}
