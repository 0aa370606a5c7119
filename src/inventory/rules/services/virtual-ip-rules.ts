import { addressKey, inSameNetwork, isIpv4Address, isNetworkOrBroadcast } from '../../../model/address.ts';
import type { VirtualIp } from '../../../model/cluster.ts';
import { platformOf } from '../../../registry/platforms.ts';
import type { InventoryFinding } from '../../problems.ts';
import { ipFindings } from '../address-rules.ts';
import type { Rule, RuleInput } from '../rule.ts';

const AT = ['load_balancers', 'virtual_ip'];
const ADDRESS = [...AT, 'address'];
const KEY = { at: AT, part: 'key' } as const;

/** A virtual address needs several load balancers in one network, in which no host has it. */
const virtualIp: Rule = (input) => {
  const { cluster, dropped } = input;
  if (!cluster.virtualIp || dropped.some((path) => path[0] === 'load_balancers')) return [];
  const refused = platformOf(cluster).refusesVirtualIp;
  if (refused) return [{ ...KEY, ...refused }];
  const { address } = cluster.virtualIp;
  if (!isIpv4Address(address)) return notIpv4(address);
  const unreachable = ipFindings(ADDRESS, address, { next: 'use an IPv4 address' });
  if (unreachable.length > 0) return unreachable;
  return [
    ...enoughBalancers(input),
    ...unused(input, address),
    ...ofHosts(cluster.virtualIp),
    ...sameNetwork(input, cluster.virtualIp),
  ];
};

function notIpv4(address: string): readonly InventoryFinding[] {
  const what = `${address} is not an IPv4 address`;
  const why = 'keepalived moves only IPv4 addresses in this version of Quorate';
  return [{ at: ADDRESS, what, why, next: 'use an IPv4 address, or remove virtual_ip' }];
}

function balancersOf({ hosts }: RuleInput) {
  return hosts.filter(({ host }) => host.role === 'load_balancer');
}

function enoughBalancers(input: RuleInput): readonly InventoryFinding[] {
  const count = balancersOf(input).length;
  if (count >= 2) return [];
  const why = 'the address moves to another load balancer when one fails';
  const what = `a virtual address needs two load balancers, but ${count} ${count === 1 ? 'is' : 'are'} listed`;
  return [{ ...KEY, what, why, next: 'list another load balancer, or remove virtual_ip' }];
}

function unused({ hosts }: RuleInput, address: string): readonly InventoryFinding[] {
  const owner = hosts.find(({ host }) =>
    [host.privateIp, host.publicIp, host.address, ...Object.values(host.networks)].some(
      (own) => addressKey(own) === addressKey(address),
    ),
  );
  if (!owner) return [];
  return [
    {
      at: ADDRESS,
      what: `${owner.host.name} already has the address ${address}`,
      why: 'the virtual address moves, and a host keeps its own address',
      next: 'use an address that no host has',
    },
  ];
}

/** The first address of a network is the network itself, and the last one is that of all its hosts. */
function ofHosts({ address, prefixLength }: VirtualIp): readonly InventoryFinding[] {
  if (!isNetworkOrBroadcast(address, prefixLength)) return [];
  return [
    {
      at: ADDRESS,
      what: `${address} is the first or the last address of the network ${address}/${prefixLength}`,
      why: 'no host can have this address',
      next: 'use another address, or correct prefix_length',
    },
  ];
}

/** ARP announces the new holder of an address, and ARP does not leave the network segment. */
function sameNetwork(input: RuleInput, { address, prefixLength }: VirtualIp): readonly InventoryFinding[] {
  return balancersOf(input)
    .filter(({ host }) => !inSameNetwork(host.privateIp, address, prefixLength))
    .map(({ host }) => ({
      at: ADDRESS,
      what: `${host.name} (${host.privateIp}) is not in the network of ${address}/${prefixLength}`,
      why: 'an address can move only between hosts in one network segment, where ARP announces it',
      next: 'correct address and prefix_length, or use an external load balancer',
    }));
}

export const virtualIpRules: readonly Rule[] = [virtualIp];
