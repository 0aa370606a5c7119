import { canonicalAddress } from '../../model/address.ts';
import { fileText } from '../world/host.ts';
import type { SimulatedHost, World } from '../world/state.ts';

/** Resolves a name to addresses or an address to names, from the host's /etc/hosts and from DNS. */
export function resolveName(world: World, host: SimulatedHost, name: string): readonly string[] {
  const lines = (fileText(host, '/etc/hosts') ?? '').split('\n').map((line) => line.trim().split(/\s+/));
  const forward = lines.filter(([, ...names]) => names.includes(name)).flatMap(([address = '']) => [address]);
  const reverse = lines.filter(([address]) => address === name).flatMap(([, ...names]) => names);
  return [...new Set([...forward, ...reverse, ...(world.dns.get(name) ?? [])])];
}

/** True if the name resolves to the other host's address, also when the resolver appends a domain. */
export function resolvesTo(
  world: World,
  from: SimulatedHost,
  { host, name }: { host: SimulatedHost; name: string },
) {
  const domain = [...world.dns.keys()].find((record) => record.startsWith(`${name}.`));
  const addresses = [...resolveName(world, from, name), ...(domain ? (world.dns.get(domain) ?? []) : [])];
  return addresses.map(canonicalAddress).includes(canonicalAddress(host.spec.privateIp));
}
