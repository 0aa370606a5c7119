// A release of Debian: cspell:ignore trixie

/** Hosts of the native lab. They exist beside the lab of the Cloudify platform, in a network of their own. */
export interface NativeHost {
  readonly name: string;
  /** The machine's container and hostname. Hosts at one address share a container. */
  readonly container: string;
  readonly address: string;
  readonly role: NativeRole;
}

export type NativeRole = 'database' | 'broker' | 'load_balancer';

/** A native cluster: the system of its hosts, and the hosts of each role. Only one lab exists at a time. */
export interface NativeLab {
  readonly image: string;
  /** A release of Debian, by its code name. */
  readonly suite: 'bookworm' | 'trixie';
  /** The version of PostgreSQL in that release. */
  readonly postgresql: number;
  readonly hosts: readonly NativeHost[];
  /** The address that moves between the load balancers. Absent if each has only its own. */
  readonly virtualIp?: string;
}

export const NETWORK = { name: 'quorate-native', subnet: '198.18.1.0/24' } as const;

function host(name: string, last: number, role: NativeRole): NativeHost {
  return { name: `nat-${name}`, container: `nat-${name}`, address: `198.18.1.${last}`, role };
}

/** The smallest cluster with all services, each on a host of its own, and a virtual address. */
export const debian12: NativeLab = {
  image: 'quorate-lab-native',
  suite: 'bookworm',
  postgresql: 15,
  hosts: [
    ...[1, 2, 3].map((n) => host(`db${n}`, 10 + n, 'database')),
    ...[1, 2, 3].map((n) => host(`rabbit${n}`, 20 + n, 'broker')),
    ...[1, 2].map((n) => host(`lb${n}`, 40 + n, 'load_balancer')),
  ],
  virtualIp: '198.18.1.40',
};

/** Three machines with all roles, as in inventories/native-three-machines.yaml. */
export const debian13: NativeLab = {
  image: 'quorate-lab-native-13',
  suite: 'trixie',
  postgresql: 17,
  hosts: [...shared('db', 'database'), ...shared('rabbit', 'broker'), ...shared('lb', 'load_balancer')],
};

function shared(name: string, role: NativeRole): readonly NativeHost[] {
  return [1, 2, 3].map((n) => ({ ...host(`${name}${n}`, 50 + n, role), container: `nat-node${n}` }));
}

/** An empty host for a fourth broker. Only `npm run lab -- up --native` starts it. */
export const nativeSpare: NativeHost = host('rabbit4', 24, 'broker');

export function nativeHostsOf(role: NativeRole, { hosts }: NativeLab = debian12): readonly NativeHost[] {
  return hosts.filter((one) => one.role === role);
}

/** One host of each machine. */
export function machinesOf(hosts: readonly NativeHost[]): readonly NativeHost[] {
  return hosts.filter(({ container }, i) => hosts.findIndex((one) => one.container === container) === i);
}
