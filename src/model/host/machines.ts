import { addressKey } from '../address.ts';
import type { Host } from '../cluster.ts';
import type { HostName } from '../names.ts';

/** A machine that SSH reaches: hosts with the same address and port, each in another role. */
export interface Machine {
  /** Name of its first host in the inventory. */
  readonly name: HostName;
  readonly hosts: readonly Host[];
}

/** Identifies the machine of a host. */
export function machineKey({ address, ssh }: Pick<Host, 'address' | 'ssh'>): string {
  return `${addressKey(address)} ${ssh.port}`;
}

/** Returns the machines of the hosts, in the order of their first hosts. */
export function machinesOf(hosts: readonly Host[]): readonly Machine[] {
  const machines = new Map<string, readonly Host[]>();
  for (const host of hosts) {
    const key = machineKey(host);
    machines.set(key, [...(machines.get(key) ?? []), host]);
  }
  return [...machines.values()].map((members) => ({ name: members[0]?.name ?? '', hosts: members }));
}

/** True if several of the hosts share a machine. */
export function shareMachines(hosts: readonly Host[]): boolean {
  return machinesOf(hosts).some((machine) => machine.hosts.length > 1);
}
