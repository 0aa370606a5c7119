import type { InventoryDraft, RoleSection } from '../../inventory/draft.ts';

/** A list of hosts in an answer: one role's, or machines that carry every role of the native platform. */
export type HostList = RoleSection | 'machines';

/** A host as typed in an answer to `init`. */
export interface TypedHost {
  readonly name: string;
  readonly address: string;
  readonly private_ip?: string;
}

const NAMES: Readonly<Record<HostList, string>> = {
  machines: 'machine',
  databases: 'db',
  brokers: 'rabbit',
  managers: 'manager',
  load_balancers: 'lb',
};
/** For each list, the last number of the first example address, and the number of example addresses. */
const EXAMPLES: Readonly<Record<HostList, { readonly first: number; readonly count: number }>> = {
  machines: { first: 11, count: 3 },
  databases: { first: 11, count: 3 },
  brokers: { first: 21, count: 3 },
  managers: { first: 31, count: 3 },
  load_balancers: { first: 41, count: 1 },
};

/**
 * Parses `10.0.0.11,db2=10.0.0.12,db3=db3.example.com/10.0.0.13`. The private address follows a slash. An address without
 * a name is named after the role and its position in the list.
 */
export function parseHosts(role: HostList, text: string): readonly TypedHost[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part, index) => {
      const [, name, rest = part] = /^([^=]*)=(.*)$/.exec(part) ?? [];
      const [address = '', privateIp] = rest.split('/');
      return {
        name: name || `${NAMES[role]}${index + 1}`,
        address,
        ...(privateIp === undefined ? {} : { private_ip: privateIp }),
      };
    });
}

/** Formats hosts for `parseHosts`. */
export function formatHosts(hosts: readonly TypedHost[]): string {
  return hosts
    .map(({ name, address, private_ip: privateIp }) =>
      privateIp === undefined ? `${name}=${address}` : `${name}=${address}/${privateIp}`,
    )
    .join(', ');
}

/** An example answer, in the network of a known host. */
export function exampleHosts(role: HostList, known = '10.0.0.1'): string {
  const network = /^(\d+\.\d+\.\d+)\.\d+$/.exec(known)?.[1] ?? '10.0.0';
  const { first, count } = EXAMPLES[role];
  return Array.from({ length: count }, (_, index) => `${network}.${first + index}`).join(', ');
}

/** Puts a database, a broker and a load balancer on each machine. The hostname is written once for each machine. */
export function hostsOnMachines(machines: readonly TypedHost[]): InventoryDraft['hosts'] {
  const inRole = (role: RoleSection): readonly TypedHost[] =>
    machines.map((machine, index) => ({ ...machine, name: `${NAMES[role]}${index + 1}` }));
  return {
    databases: inRole('databases').map((host, index) => ({ ...host, ...hostnameOf(machines, index) })),
    brokers: inRole('brokers'),
    managers: [],
    load_balancers: inRole('load_balancers'),
  };
}

/** The typed name of a machine is its hostname. A default name is not. */
function hostnameOf(machines: readonly TypedHost[], index: number): { readonly hostname?: string } {
  const name = machines[index]?.name;
  return name === undefined || name === `${NAMES.machines}${index + 1}` ? {} : { hostname: name };
}
