import { addressKey, isIpAddress } from '../../model/address.ts';
import type { InventoryFinding } from '../problems.ts';
import type { LocatedHost } from '../resolve/resolve.ts';
import type { Rule, RuleInput } from './rule.ts';

/** Each host has a unique name. */
const namesUnique: Rule = ({ hosts }) =>
  duplicates(hosts, ({ host }) => host.name).map(([located, first]) => ({
    at: [...located.at, 'name'],
    what: `duplicate name "${located.host.name}", first used among the ${first.host.role}s`,
    next: 'use a unique name for each host',
  }));

const addressesUnique: Rule = ({ hosts }) =>
  duplicates(hosts, endpoint).map(([located, first]) => sameAddress(located, first));

const endpoint = ({ host }: LocatedHost): string => `${addressKey(host.address)} ${host.ssh.port}`;

/** Compares only hosts with different SSH addresses, because `addressesUnique` reports hosts with the same one. */
const privateAddressesUnique: Rule = ({ hosts }) =>
  duplicates(hosts, ({ host }) => addressKey(host.privateIp))
    .filter(([located, first]) => endpoint(located) !== endpoint(first))
    .map(([located, first]) => sameAddress(located, first, 'private_ip'));

function sameAddress(
  located: LocatedHost,
  first: LocatedHost,
  field: 'address' | 'private_ip' = 'address',
): InventoryFinding {
  const roles = new Set([located.host.role, first.host.role]);
  const address = field === 'address' ? located.host.address : located.host.privateIp;
  const balancer = roles.has('manager') && roles.has('load_balancer');
  return {
    at: [...located.at, field],
    what: `${first.host.name} already has the address ${address}`,
    ...(balancer ? { why: 'a manager listens on port 443, which the load balancer needs' } : {}),
    next: 'use a separate machine, with its own address, for each host',
  };
}

/**
 * A load balancer must not send requests to itself. An IP address belongs to one machine, so a manager cannot have that of a
 * load balancer, not even as public_ip; the name that clients use may be the same.
 */
const managersApart: Rule = ({ hosts }) => {
  const balancers = hosts.filter(({ host }) => host.role === 'load_balancer');
  return hosts
    .filter(({ host }) => host.role === 'manager')
    .flatMap((manager) => balancers.flatMap((balancer) => sharedAddress(manager, balancer)));
};

function sharedAddress(
  { host, at, raw }: LocatedHost,
  { host: balancer }: LocatedHost,
): readonly InventoryFinding[] {
  const { privateIp, publicIp } = host;
  // Equal private addresses are another rule's finding.
  if (privateIp === balancer.privateIp) return [];
  const ofBalancer = [balancer.privateIp, balancer.publicIp];
  const field = ofBalancer.includes(privateIp) ? 'private_ip' : 'public_ip';
  const address = field === 'private_ip' ? privateIp : publicIp;
  if (!isIpAddress(address) || !ofBalancer.includes(address)) return [];
  return [
    {
      at: [...at, raw[field] === undefined ? 'address' : field],
      what: `${address} is ${balancer.name}, a load balancer for ${host.name}`,
      ...SHARED[field],
    },
  ];
}

const SHARED = {
  private_ip: {
    why: 'the load balancer would forward requests to itself',
    next: 'use the address of the manager itself',
  },
  public_ip: {
    why: 'an IP address belongs to one machine',
    next: 'use an address of the manager itself, or the name that clients use',
  },
} as const;

const hostnamesUnique: Rule = ({ hosts }) =>
  duplicates(hosts, ({ host }) => host.hostname.toLowerCase())
    .filter(([{ host }, first]) => host.name !== first.host.name)
    .map(([located, first]) => ({
      at: [...located.at, 'hostname'],
      what: `${first.host.name} already has the hostname ${located.host.hostname}`,
      why: 'the hostname identifies a broker or a manager in its cluster',
      next: 'give the machines different host names',
    }));

const brokerNodeNames: Rule = (input) =>
  input.hosts
    .filter(
      ({ host }) => host.role === 'broker' && host.hostname.includes('.') !== input.cluster.brokerLongNames,
    )
    .map((located) => nodeName(input, located));

function nodeName({ cluster }: RuleInput, { host, at }: LocatedHost): InventoryFinding {
  const place = [...at, host.hostname === host.name ? 'name' : 'hostname'];
  if (cluster.brokerLongNames)
    return {
      at: place,
      what: `the broker's host name ${host.hostname} has no dot`,
      why: 'with use_long_name, the node name is the full host name',
      next: 'set hostname with its domain, or remove use_long_name',
    };
  return {
    at: place,
    what: `the broker's host name ${host.hostname} has a dot`,
    why: 'RabbitMQ cuts node names at the first dot',
    next: `set hostname: ${host.hostname.split('.')[0]} (as hostname -s prints it), or set use_long_name: true`,
  };
}

/** Returns each duplicate, paired with the first item that has the same key. */
function duplicates<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, T])[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    const earlier = first.get(key);
    if (earlier !== undefined) return [[item, earlier] as const];
    first.set(key, item);
    return [];
  });
}

export const identityRules: readonly Rule[] = [
  namesUnique,
  addressesUnique,
  privateAddressesUnique,
  managersApart,
  hostnamesUnique,
  brokerNodeNames,
];
