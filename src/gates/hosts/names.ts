import { inOrder, RUN_AGAIN } from '../../model/next-step.ts';
import { canonicalAddress } from '../../model/address.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { Lack, Wanted } from './wanted.ts';

const HINT = inOrder(
  'add the records to the DNS, or set name_resolution: hosts-file in the inventory',
  RUN_AGAIN,
);

/**
 * Reports the broker names that this host does not resolve to the broker's private address, and the private addresses
 * that it does not resolve back to the name.
 */
export function nameProblems(facts: Facts, wanted: Wanted): readonly Lack[] {
  return wanted.names.flatMap(({ name, address }) => [
    ...forward(facts, wanted, { name, address }),
    ...reverse(facts, { name, address }),
  ]);
}

type Name = Wanted['names'][number];

/** A host may resolve its own name to a loopback address, which Debian writes into /etc/hosts. */
function forward({ resolved }: Facts, { privateIp }: Wanted, { name, address }: Name): readonly Lack[] {
  const found = resolved[name] ?? [];
  const loopback = address === privateIp && found.some((one) => one.startsWith('127.') || one === '::1');
  if (loopback || found.map(canonicalAddress).includes(canonicalAddress(address))) return [];
  const line =
    found.length === 0 ? `cannot resolve ${name}` : `resolves ${name} to ${found.join(', ')}, not ${address}`;
  return [{ check: 'dns', line, hint: HINT }];
}

function reverse({ resolved }: Facts, { name, address }: Name): readonly Lack[] {
  const found = resolved[address] ?? [];
  if (found.some((one) => one === name || one.startsWith(`${name}.`))) return [];
  const line =
    found.length === 0 ? `cannot resolve ${address} to a name` : `resolves ${address} to ${found.join(', ')}`;
  return [{ check: 'dns', line, hint: HINT }];
}
