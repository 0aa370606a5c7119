import { isIpAddress } from '../../model/address.ts';
import type { InventoryFinding } from '../problems.ts';
import type { LocatedHost } from '../resolve/resolve.ts';
import { machineRules } from './machine-rules.ts';
import { duplicates, type Rule, type RuleInput } from './rule.ts';

/** Each host has a unique name. */
const namesUnique: Rule = ({ hosts }) =>
  duplicates(hosts, ({ host }) => host.name).map(([located, first]) => ({
    at: [...located.at, 'name'],
    what: `duplicate name "${located.host.name}", first used among the ${first.host.role}s`,
    next: 'use a unique name for each host',
  }));

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

export const identityRules: readonly Rule[] = [namesUnique, ...machineRules, managersApart, brokerNodeNames];
