import type { Down } from '../../model/change.ts';
import { hostsOf, type Cluster } from '../../model/cluster.ts';
import type { GateArgs, GateCheck } from '../../model/health/gate.ts';
import type { Expected } from '../../model/health/membership.ts';
import type { Material } from '../../model/material.ts';
import { SERVICES } from '../../model/names.ts';
import type { GateName, HostName, Service } from '../../model/names.ts';
import { gateOf } from '../../registry/gates.ts';
import { platformOf } from '../../registry/platforms.ts';

interface GateInput extends Partial<Down> {
  readonly cluster: Cluster;
  readonly material: Material;
}

/** A gate as data: the hosts that it queries, its timing, and the service that it marks as bootstrapped. */
export function planGate(name: GateName, { cluster, material, down = [] }: GateInput): GateCheck {
  const up = upIn(cluster, down);
  const gate = gateOf(cluster, name);
  const { queries, args } = gate.queries(up, material);
  const withDown = down.length > 0 ? expectDown(gate.queries(cluster, material).args, { args, down }) : {};
  const members = gate.bootstraps ? hostsWithReceipt(gate.bootstraps, up) : [];
  return {
    gate: name,
    args: { ...args, ...withDown },
    queries,
    timing: gate.timing,
    ...(gate.bootstraps ? { bootstraps: { service: gate.bootstraps, members } } : {}),
    ...(gate.log ? { logs: platformOf(cluster).logsOf(up, { queries, log: gate.log }) } : {}),
  };
}

/** Returns the same cluster if no host is down, so that what was computed for it is found again. */
function upIn(cluster: Cluster, down: readonly HostName[]): Cluster {
  if (down.length === 0) return cluster;
  return { ...cluster, hosts: cluster.hosts.filter((host) => isUp(down)(host.name)) };
}

export function isUp(down: readonly HostName[]): (name: HostName) => boolean {
  return (name) => !down.includes(name);
}

/**
 * Adds the members that are down to the members that the gate expects, so that they are not unknown members if their
 * peers list them.
 */
function expectDown(
  whole: GateArgs,
  { args, down }: { readonly args: GateArgs; readonly down: readonly HostName[] },
): GateArgs {
  const of = ({ expected }: GateArgs) => (Array.isArray(expected) ? (expected as readonly Expected[]) : []);
  const absent = of(whole).filter(({ host }) => down.includes(host));
  const expected = [...of(args), ...absent.map((member) => ({ ...member, standing: 'down' as const }))];
  return absent.length > 0 ? { expected } : {};
}

/**
 * Hosts that get the receipt that a service is bootstrapped: its members. For managers also databases and brokers,
 * because they still record it if all managers are reinstalled at once.
 */
function hostsWithReceipt(service: Service, cluster: Cluster): readonly HostName[] {
  const roles = service === 'manager' ? SERVICES : [service];
  return roles.flatMap((role) => hostsOf(cluster, role).map(({ name }) => name));
}
