import { lookup } from 'node:dns/promises';
import { UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { ROLE_SECTIONS } from '../../inventory/draft.ts';
import { whyUnreachable } from '../../inventory/rules/unreachable-address.ts';
import { addressesOfRange, isDnsName, isIpAddress } from '../../model/address.ts';
import type { InitAnswers } from './answers.ts';
import type { TypedHost } from './hosts.ts';

/** Resolves a name. @returns undefined if other hosts could not use the address */
type Resolve = (name: string) => Promise<string | undefined>;

export const resolveHere: Resolve = async (name) => {
  try {
    const { address } = await lookup(name);
    return whyUnreachable(address) === undefined ? address : undefined;
  } catch {
    return undefined;
  }
};

/** True if only the DNS name of a host is known. Members know each other by IP address. */
export function needsPrivateIp({ address, private_ip: privateIp }: TypedHost): boolean {
  const isName = isDnsName(address) && !isIpAddress(address) && !addressesOfRange(address);
  return privateIp === undefined && isName;
}

/** The names of hosts whose addresses are looked up. */
export function namesToResolve({ hosts }: InitAnswers): readonly string[] {
  return ROLE_SECTIONS.flatMap((role) => hosts[role].filter(needsPrivateIp).map(({ address }) => address));
}

/**
 * Adds the private addresses of hosts that were given by name.
 * @throws UsageError with every name that this machine cannot resolve
 */
export async function withPrivateIps(
  answers: InitAnswers,
  resolve: Resolve = resolveHere,
): Promise<InitAnswers> {
  const problems: Problem[] = [];
  const complete = async (host: TypedHost): Promise<TypedHost> => {
    if (!needsPrivateIp(host)) return host;
    const address = await resolve(host.address);
    if (address === undefined) problems.push(unresolved(host));
    return { ...host, private_ip: address ?? '' };
  };
  const hosts = { ...answers.hosts };
  for (const role of ROLE_SECTIONS) hosts[role] = await Promise.all(hosts[role].map(complete));
  if (problems.length > 0) throw new UsageError(problems);
  return { ...answers, hosts };
}

const unresolved = ({ name, address }: TypedHost): Problem => ({
  what: `${address} does not resolve to an address that other hosts can use`,
  why: 'cluster members connect to each other by IP address',
  next: `append the address after a slash: ${name}=${address}/10.0.0.11`,
});
