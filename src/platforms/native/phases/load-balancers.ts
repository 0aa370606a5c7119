import type { Host } from '../../../model/cluster.ts';
import { haproxySteps } from '../../../phases/haproxy.ts';
import {
  prepareVirtualIpSteps,
  removeKeepalivedSteps,
  startKeepalivedSteps,
  stopKeepalivedStep,
} from '../../../phases/keepalived.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import { isJoining, type Phase, type PhaseInput } from '../../../phases/phase.ts';
import { keepalivedPaths } from '../../../components/keepalived/paths.ts';
import { removeLoadBalancerPhase } from '../../../phases/remove-load-balancer.ts';
import { balancerConfig } from '../config/haproxy.ts';
import { upgradeFiles } from '../config/upgrades.ts';
import { file, PUBLIC } from '../steps/host-files.ts';
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
        return [holdUpgrades(input), ...packageSourceSteps(input), ...withVirtualIp(input, host, haproxy)];
      }),
  };
}

/** Removes a load balancer with its keepalived. */
export const removeLoadBalancer: Phase = removeLoadBalancerPhase({
  before: [stopKeepalivedStep],
  files: ({ after }) => [
    ...[keepalivedPaths.config, keepalivedPaths.unit, keepalivedPaths.sysctl],
    ...upgradeFiles('load_balancer', after).map(({ path }) => path),
  ],
});

/** A restart of HAProxy or keepalived would move the virtual address, and close every connection. */
function holdUpgrades({ after }: PhaseInput): Draft {
  const files = upgradeFiles('load_balancer', after).map(({ path, text }) => file(path, text, PUBLIC));
  return { slug: 'upgrades', title: 'hold off automatic upgrades', action: { kind: 'files', files } };
}

/**
 * Puts new load balancers last. In a serial phase, the other ones then send VRRP to a new one before it starts, so that it
 * does not take the virtual address. Without `order: serial`, the order has no effect.
 */
function keptFirst(input: PhaseInput): PhaseInput {
  const joining = input.hosts.filter((host) => isJoining(input, host));
  return { ...input, hosts: [...input.hosts.filter((host) => !joining.includes(host)), ...joining] };
}

/** keepalived is ready before HAProxy leaves its own address, starts after it, and stops before HAProxy returns. */
function withVirtualIp(input: PhaseInput, host: Host, haproxy: readonly Draft[]): readonly Draft[] {
  const { virtualIp } = input.after;
  if (!virtualIp) return [...removeKeepalivedSteps(), ...haproxy];
  return [
    ...prepareVirtualIpSteps(input, { host, virtualIp }, installFromSource(input.after, ['keepalived'])),
    ...haproxy,
    ...startKeepalivedSteps(input, { host, virtualIp }),
  ];
}
