/** Hosts of the native lab. They exist beside the lab of the Cloudify platform, in a network of their own. */
export interface NativeHost {
  /** Also the name of its container. */
  readonly name: string;
  readonly address: string;
  readonly role: NativeRole;
}

export type NativeRole = 'database' | 'broker' | 'load_balancer';

export const NETWORK = { name: 'quorate-native', subnet: '198.18.1.0/24' } as const;

function host(name: string, last: number, role: NativeRole): NativeHost {
  return { name: `nat-${name}`, address: `198.18.1.${last}`, role };
}

/** The smallest cluster with all services. */
export const nativeHosts: readonly NativeHost[] = [
  ...[1, 2, 3].map((n) => host(`db${n}`, 10 + n, 'database')),
  ...[1, 2, 3].map((n) => host(`rabbit${n}`, 20 + n, 'broker')),
  host('lb1', 41, 'load_balancer'),
];

/** An empty host for a fourth broker. Only `npm run lab -- up --native` starts it. */
export const nativeSpare: NativeHost = host('rabbit4', 24, 'broker');

export function nativeHostsOf(role: NativeRole): readonly NativeHost[] {
  return nativeHosts.filter((one) => one.role === role);
}
