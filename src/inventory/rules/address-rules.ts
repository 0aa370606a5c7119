import type { Cluster } from '../../model/cluster.ts';
import { isAddress, isDnsName, uselessness } from './ip.ts';
import type { InventoryFinding } from '../problems.ts';
import type { LocatedHost } from '../resolve/resolve.ts';
import type { Rule } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';

/** A given host name is checked by the schema; a name that stands for one, here. */
const hostnameSyntax: Rule = ({ hosts }) =>
  hosts
    .filter(({ host }) => host.hostname === host.name && !isDnsName(host.name))
    .map(({ host, at }) => ({
      at: [...at, 'name'],
      what: `${host.name} cannot be the name of a machine`,
      why: 'without hostname the name stands for it, and those have letters, digits and hyphens',
      next: 'give hostname, as `hostname -s` prints it there',
    }));

const hostAddresses: Rule = ({ hosts }) =>
  hosts.flatMap(({ at, raw }) => [
    ...sshAddress([...at, 'address'], raw.address),
    ...(raw.private_ip === undefined
      ? standsForPrivateIp([...at, 'address'], raw.address)
      : ipFindings([...at, 'private_ip'], raw.private_ip, KNOWN_BY)),
    ...(raw.public_ip === undefined ? [] : addressFindings([...at, 'public_ip'], raw.public_ip)),
  ]);

const KNOWN_BY: Pick<InventoryFinding, 'why' | 'next'> = {
  why: 'the cluster members know each other by IP address',
  next: 'give private_ip as an IP address',
};

/** SSH may go through a tunnel that begins on this machine. */
function sshAddress(at: YamlPath, address: string): readonly InventoryFinding[] {
  const useless = uselessness(address);
  return useless === 'a loopback address' || useless?.startsWith('the name')
    ? []
    : addressFindings(at, address);
}

function standsForPrivateIp(at: YamlPath, address: string): readonly InventoryFinding[] {
  if (isAddress(address)) return unreachable(at, address);
  if (!isDnsName(address)) return [];
  return [{ at, what: `${address} is a name: private_ip is needed too`, ...KNOWN_BY }];
}

/** What must be an IP address is one, under which others reach it. */
export function ipFindings(
  at: YamlPath,
  address: string,
  more: Pick<InventoryFinding, 'why' | 'next'>,
): readonly InventoryFinding[] {
  if (isAddress(address)) return unreachable(at, address);
  const hint = isDnsName(address) ? {} : hintFor(at, address);
  return [{ at, what: `${address} is not an IP address`, ...more, ...hint }];
}

/** What may be an IP address or a name is one, under which others reach it. */
export function addressFindings(at: YamlPath, address: string): readonly InventoryFinding[] {
  if (isAddress(address) || isDnsName(address)) return unreachable(at, address);
  return [{ at, what: `${address} is neither an IP address nor a DNS name`, ...hintFor(at, address) }];
}

function hintFor(at: YamlPath, address: string): Pick<InventoryFinding, 'next'> {
  if (/^(?:[^:@]+|\[.*\]):\d+$/.test(address))
    return { next: at[1] === 'hosts' ? 'the port of sshd goes below ssh: as port' : 'leave out the port' };
  if (address.startsWith('[')) return { next: 'an IPv6 address without brackets, in quotes' };
  if (address.includes('://')) return { next: 'the name or address alone, without scheme, port and path' };
  if (address.includes('@')) return { next: 'the account goes below ssh: as user' };
  if (address.includes('%')) return { next: 'leave out the zone: it means a card of one machine' };
  if (address.includes('/')) return { next: 'an address only, without the length of its network' };
  return { next: 'check for a typing error' };
}

function unreachable(at: YamlPath, address: string): readonly InventoryFinding[] {
  const useless = uselessness(address);
  if (useless === undefined) return [];
  return [
    {
      at,
      what: `no other host can reach this one at ${address}`,
      why: `it is ${useless}`,
      next: 'give its address in the network that the hosts share',
    },
  ];
}

/** Every address of the cluster, and where it is written; what stands in for another is not repeated. */
export const addressRules: readonly Rule[] = [hostnameSyntax, hostAddresses];

/** Members of one service talk to each other, and managers to all: over IPv4 or over IPv6. */
export const mixedFamilies: Rule = ({ cluster, hosts }) => {
  const [first, ...others] = hosts;
  if (!first) return [];
  const odd = others.find(({ host }) => isV6(host.privateIp) !== isV6(first.host.privateIp));
  return odd ? [mixed(first, odd, cluster)] : [];
};

const isV6 = (address: string): boolean => address.includes(':');

function mixed(first: LocatedHost, odd: LocatedHost, { name }: Cluster): InventoryFinding {
  const [one, other] = isV6(odd.host.privateIp) ? ['IPv4', 'IPv6'] : ['IPv6', 'IPv4'];
  return {
    at: [...odd.at, odd.raw.private_ip === undefined ? 'address' : 'private_ip'],
    what: `${odd.host.name} has an ${other} address, ${first.host.name} an ${one} one`,
    next: `see that every host of ${name} reaches every other, or use one family`,
  };
}
