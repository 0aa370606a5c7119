import type { Host } from '../../../model/cluster.ts';
import { haproxySteps } from '../../../phases/haproxy.ts';
import { bindVirtualIpSteps, keepalivedSteps, removeKeepalivedSteps } from '../../../phases/keepalived.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import { isJoining, type Phase, type PhaseInput } from '../../../phases/phase.ts';
import { balancerConfig } from '../config/haproxy.ts';
import { installFromSource, packageSourceSteps } from '../steps/package-source.ts';

/** Installs HAProxy, configures the databases and the brokers as its servers, and sets up the virtual address. */
export const loadBalancers: Phase = setUp('set up the load balancers');

/** Makes the databases and the brokers of the cluster after the command the servers of the load balancers. */
export const balancerMembers: Phase = setUp('update the servers of the load balancers');

function setUp(title: string): Phase {
  return {
    title,
    needs: [],
    follows: [],
    lanes: (input) =>
      lanesOf(keptFirst(input), (host) => {
        const { after, material } = input;
        const wanted = { config: balancerConfig(after, host), ca: material.ca };
        const haproxy = haproxySteps(input, wanted, installFromSource(after, ['haproxy']));
        return [...packageSourceSteps(input), ...withVirtualIp(input, host, haproxy)];
      }),
  };
}

/** The other load balancers must send VRRP to a new one before it starts, or it would take the virtual address. */
function keptFirst(input: PhaseInput): PhaseInput {
  const joining = input.hosts.filter((host) => isJoining(input, host));
  return { ...input, hosts: [...input.hosts.filter((host) => !joining.includes(host)), ...joining] };
}

/** keepalived starts after HAProxy, and stops before HAProxy returns to its own address. */
function withVirtualIp(input: PhaseInput, host: Host, haproxy: readonly Draft[]): readonly Draft[] {
  const { virtualIp } = input.after;
  if (!virtualIp) return [...removeKeepalivedSteps(), ...haproxy];
  return [
    ...bindVirtualIpSteps(input, virtualIp),
    ...haproxy,
    ...keepalivedSteps(input, { host, virtualIp }, installFromSource(input.after, ['keepalived'])),
  ];
}
