import { specialRangeOf } from '../../model/address.ts';
import type { SpecialRange } from '../../model/address.ts';

/** `localhost`, or the range that an address belongs to. */
type Unreachable = SpecialRange | 'localhost';

const DESCRIPTIONS: Readonly<Record<Unreachable, string>> = {
  localhost: 'the name of every machine for itself',
  loopback: 'a loopback address',
  unspecified: 'an unspecified address',
  multicast: 'a multicast address',
  'link-local': 'a link-local address',
  broadcast: 'a broadcast address',
  reserved: 'a reserved address',
};

/** Returns why no other host can reach a machine at this address; undefined if another host may. */
export function whyUnreachable(address: string): Unreachable | undefined {
  return /^localhost\.?$/i.test(address) ? 'localhost' : specialRangeOf(address);
}

/** Returns a reason as text: `a loopback address`. */
export function describeUnreachable(reason: Unreachable): string {
  return DESCRIPTIONS[reason];
}
