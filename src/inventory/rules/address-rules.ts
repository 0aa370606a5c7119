import type { Cluster } from '../../model/cluster.ts';
import { addressesOfRange, isDnsName, isIpAddress, isIpv6Address } from '../../model/address.ts';
import { describeUnreachable, whyUnreachable } from './unreachable-address.ts';
import type { InventoryFinding } from '../problems.ts';
import type { LocatedHost } from '../resolve/resolve.ts';
import type { Rule } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';

/** A name that is also the host name must be a valid one. The schema checks `hostname` itself. */
const hostnameSyntax: Rule = ({ hosts }) =>
  hosts
    .filter(({ host }) => host.hostname === host.name && !isDnsName(host.name))
    .map(({ host, at }) => ({
      at: [...at, 'name'],
      what: `${host.name} is not a valid host name`,
      why: 'without hostname, the name is the host name, which has letters, digits and hyphens',
      next: 'add hostname, as `hostname -s` prints it on that host',
    }));

const hostAddresses: Rule = ({ hosts }) =>
  hosts.flatMap(({ at, raw }) => [
    ...sshAddress([...at, 'address'], raw.address),
    ...(raw.private_ip === undefined
      ? defaultPrivateIp([...at, 'address'], raw.address)
      : ipFindings([...at, 'private_ip'], raw.private_ip, PRIVATE_IP_ADVICE)),
    ...(raw.public_ip === undefined ? [] : addressFindings([...at, 'public_ip'], raw.public_ip)),
  ]);

const PRIVATE_IP_ADVICE: Pick<InventoryFinding, 'why' | 'next'> = {
  why: 'cluster members connect to each other by IP address',
  next: 'set private_ip to an IP address',
};

/** An SSH address may be a loopback address, because SSH may use a tunnel that starts on this machine. */
function sshAddress(at: YamlPath, address: string): readonly InventoryFinding[] {
  const range = addressesOfRange(address);
  if (range) return [rangeFinding(at, address, range)];
  const unreachable = whyUnreachable(address);
  return unreachable === 'loopback' || unreachable === 'localhost' ? [] : addressFindings(at, address);
}

function rangeFinding(at: YamlPath, address: string, range: readonly string[]): InventoryFinding {
  const what = `${address} is a range of addresses; a host has one`;
  return { at, what, next: `list one host for each of ${range.join(', ')}` };
}

function defaultPrivateIp(at: YamlPath, address: string): readonly InventoryFinding[] {
  if (isIpAddress(address)) return unreachableFindings(at, address);
  if (!isDnsName(address) || addressesOfRange(address)) return [];
  return [{ at, what: `${address} is a name; private_ip is required`, ...PRIVATE_IP_ADVICE }];
}

/** Checks that `address` is an IP address at which other hosts can reach a host. @param more for the finding */
export function ipFindings(
  at: YamlPath,
  address: string,
  more: Pick<InventoryFinding, 'why' | 'next'>,
): readonly InventoryFinding[] {
  if (isIpAddress(address)) return unreachableFindings(at, address);
  const hint = isDnsName(address) ? {} : hintFor(at, address);
  return [{ at, what: `${address} is not an IP address`, ...more, ...hint }];
}

/** Checks that `address` is a DNS name, or an IP address at which other hosts can reach a host. */
export function addressFindings(at: YamlPath, address: string): readonly InventoryFinding[] {
  if (isIpAddress(address) || isDnsName(address)) return unreachableFindings(at, address);
  return [{ at, what: `${address} is neither an IP address nor a DNS name`, ...hintFor(at, address) }];
}

function hintFor(at: YamlPath, address: string): Pick<InventoryFinding, 'next'> {
  if (/^(?:[^:@]+|\[.*\]):\d+$/.test(address))
    return { next: at[1] === 'hosts' ? 'set the port of sshd as port under ssh:' : 'remove the port' };
  if (address.startsWith('[')) return { next: 'write an IPv6 address in quotes, without brackets' };
  if (address.includes('://'))
    return { next: 'write only the name or address, without scheme, port and path' };
  if (address.includes('@')) return { next: 'set the account as user under ssh:' };
  if (address.includes('%')) return { next: 'remove the zone, which is valid on one machine only' };
  if (address.includes('/')) return { next: 'write the address without its prefix length' };
  return { next: 'check the spelling' };
}

function unreachableFindings(at: YamlPath, address: string): readonly InventoryFinding[] {
  const reason = whyUnreachable(address);
  if (reason === undefined) return [];
  return [
    {
      at,
      what: `other hosts cannot connect to ${address}`,
      why: `it is ${describeUnreachable(reason)}`,
      next: 'use an address in the network that the hosts share',
    },
  ];
}

export const addressRules: readonly Rule[] = [hostnameSyntax, hostAddresses];

/** Members of a service connect to each other, and managers connect to all hosts, over IPv4 or over IPv6. */
export const mixedFamilies: Rule = ({ cluster, hosts }) => {
  const [first, ...others] = hosts;
  if (!first) return [];
  const odd = others.find(
    ({ host }) => isIpv6Address(host.privateIp) !== isIpv6Address(first.host.privateIp),
  );
  return odd ? [mixed(first, odd, cluster)] : [];
};

function mixed(first: LocatedHost, odd: LocatedHost, { name }: Cluster): InventoryFinding {
  const [one, other] = isIpv6Address(odd.host.privateIp) ? ['IPv4', 'IPv6'] : ['IPv6', 'IPv4'];
  return {
    at: [...odd.at, odd.raw.private_ip === undefined ? 'address' : 'private_ip'],
    what: `${odd.host.name} has an ${other} address, but ${first.host.name} has an ${one} address`,
    next: `check that all hosts of the cluster ${name} can reach each other, or use one address family`,
  };
}
