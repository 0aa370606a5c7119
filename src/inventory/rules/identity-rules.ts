import { canonical } from './ip.ts';
import type { InventoryFinding } from '../problems.ts';
import type { LocatedHost } from '../resolve/resolve.ts';
import type { Rule, RuleInput } from './rule.ts';

/** Every host is one machine of its own, under names that nobody else has. */
const namesUnique: Rule = ({ hosts }) =>
  doubles(hosts, ({ host }) => host.name).map(([placed, first]) => ({
    at: [...placed.at, 'name'],
    what: `"${placed.host.name}" is there twice, first among the ${first.host.role}s`,
    next: 'give every host a name of its own',
  }));

const addressesUnique: Rule = ({ hosts }) =>
  doubles(hosts, endpoint).map(([placed, first]) => sameAddress(placed, first));

const endpoint = ({ host }: LocatedHost): string => `${canonical(host.address)} ${host.ssh.port}`;

/** Of hosts whose SSH addresses differ: those that are the same are told by the rule above. */
const privateAddressesUnique: Rule = ({ hosts }) =>
  doubles(hosts, ({ host }) => canonical(host.privateIp))
    .filter(([placed, first]) => endpoint(placed) !== endpoint(first))
    .map(([placed, first]) => sameAddress(placed, first, 'private_ip'));

function sameAddress(
  placed: LocatedHost,
  first: LocatedHost,
  field: 'address' | 'private_ip' = 'address',
): InventoryFinding {
  const roles = new Set([placed.host.role, first.host.role]);
  const address = field === 'address' ? placed.host.address : placed.host.privateIp;
  const balancer = roles.has('manager') && roles.has('load_balancer');
  return {
    at: [...placed.at, field],
    what: `${first.host.name} has the address ${address} already`,
    ...(balancer ? { why: 'a manager listens on port 443, which the load balancer needs' } : {}),
    next: 'every host is a machine of its own: give it its own address',
  };
}

const hostnamesUnique: Rule = ({ hosts }) =>
  doubles(hosts, ({ host }) => host.hostname.toLowerCase())
    .filter(([{ host }, first]) => host.name !== first.host.name)
    .map(([placed, first]) => ({
      at: [...placed.at, 'hostname'],
      what: `${first.host.name} has the hostname ${placed.host.hostname} already`,
      why: 'brokers are told apart by it in their cluster, managers in theirs',
      next: 'give the machines different host names',
    }));

const brokerNodeNames: Rule = (seen) =>
  seen.hosts
    .filter(
      ({ host }) => host.role === 'broker' && host.hostname.includes('.') !== seen.cluster.brokerLongNames,
    )
    .map((placed) => nodeName(seen, placed));

function nodeName({ cluster }: RuleInput, { host, at }: LocatedHost): InventoryFinding {
  const place = [...at, host.hostname === host.name ? 'name' : 'hostname'];
  if (cluster.brokerLongNames)
    return {
      at: place,
      what: `the broker's host name ${host.hostname} has no dot`,
      why: 'with use_long_name the node name is the full host name',
      next: 'give hostname with its domain, or leave use_long_name out',
    };
  return {
    at: place,
    what: `the broker's host name ${host.hostname} has a dot`,
    why: 'RabbitMQ cuts node names at the first dot',
    next: `give hostname: ${host.hostname.split('.')[0]} (as hostname -s prints it), or set use_long_name: true`,
  };
}

/** Each item whose key an earlier item has, with that earlier item. */
function doubles<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, T])[] {
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
  hostnamesUnique,
  brokerNodeNames,
];
