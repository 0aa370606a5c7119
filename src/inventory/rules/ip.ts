import { BlockList, isIP } from 'node:net';

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** An IP address without a zone (`fe80::1%eth0` is one on a single machine only). */
export const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');

/** A name of which nobody would think that it is an IP address: `10.0.0.256` is a typing error. */
export function isDnsName(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/** One text for all ways to write an address, `FD00:0::1` and `fd00::1`; a name in lower case. */
export function canonical(address: string): string {
  if (isIP(address) !== 6 || address.includes('%')) return address.toLowerCase();
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high = '', low = ''] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short) ?? [];
  return high === '' ? short : mapped(Number.parseInt(high, 16), Number.parseInt(low, 16));
}

const mapped = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** Addresses under which no other host reaches a machine (RFC 6890), by what they are for. */
const USELESS_SUBNETS = [
  ['a loopback address', '127.0.0.0/8 ::1/128'],
  ['no address of a host', '0.0.0.0/8 ::/128'],
  ['a multicast address', '224.0.0.0/4 ff00::/8'],
  ['a link-local address', '169.254.0.0/16 fe80::/10'],
  ['a broadcast address', '255.255.255.255/32'],
  ['a reserved address', '240.0.0.0/4'],
] as const;
const USELESS = USELESS_SUBNETS.map(([what, subnets]) => ({ what, list: blockList(subnets.split(' ')) }));

/** Of most addresses one question is enough. */
const ANY = blockList(USELESS_SUBNETS.flatMap(([, subnets]) => subnets.split(' ')));

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', prefix] = subnet.split('/');
    list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** Why nobody else reaches a host under this address, in words; undefined where somebody may. */
export function uselessness(address: string): string | undefined {
  if (/^localhost\.?$/i.test(address)) return 'the name of every machine for itself';
  if (!isAddress(address)) return undefined;
  const plain = canonical(address);
  const family = familyOf(plain);
  return ANY.check(plain, family) ? USELESS.find(({ list }) => list.check(plain, family))?.what : undefined;
}
