import ipaddr from 'ipaddr.js';

/** Joins address and port: `198.51.100.11:2379`, `db.example.com:5432`, `[2001:db8::11]:2379`. */
export function endpoint(address: string, port: number): string {
  return `${bracketed(address)}:${port}`;
}

/** Puts an IPv6 address into brackets, as URLs need it; returns other addresses and names unchanged. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** True for an IPv4 address (four decimal numbers) and for an IPv6 address without a zone. */
export function isIpAddress(text: string): boolean {
  return isIpv4Address(text) || isIpv6Address(text);
}

/** True for an IPv6 address without a zone: `fe80::1%eth0` means an address on one machine only. */
export function isIpv6Address(text: string): boolean {
  return !text.includes('%') && parseIpv6(text) !== undefined;
}

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * True for a DNS name. False if the last label is a number, because such a name is a mistyped IPv4 address
 * (`10.0.0.256`).
 */
export function isDnsName(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

const RANGE = /^((?:\d{1,3}\.){3})\[?(\d{1,3})(?:-|\.{2,3})(?:(?:\d{1,3}\.){3})?(\d{1,3})\]?$/;

/**
 * Returns the addresses of a range that differ in the last number (`10.0.0.11-13`, `10.0.0.11-10.0.0.13`,
 * `10.0.0.[11-13]`), at most ten; undefined if the text is not a range.
 */
export function addressesOfRange(text: string): readonly string[] | undefined {
  const [, network, first, last] = RANGE.exec(text) ?? [];
  if (network === undefined) return undefined;
  const count = Math.min(Math.max(Number(last) - Number(first) + 1, 1), MOST_MEMBERS);
  return Array.from({ length: count }, (_, index) => `${network}${Number(first) + index}`);
}

/** A longer list of addresses is not readable in a message. */
const MOST_MEMBERS = 10;

/**
 * Returns the same text for all notations of an IP address: `2001:DB8:0::11` becomes `2001:db8::11`, `::ffff:192.0.2.1`
 * becomes `192.0.2.1`, and a zone is removed. Returns names and all other text unchanged.
 */
export function canonicalAddress(address: string): string {
  const parsed = parseIpv6(address);
  if (!parsed) return address;
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address().toString() : shortest(parsed);
}

/**
 * Returns an address of an inventory or an argument as Quorate uses it: an IP address in canonical notation, because the
 * product compares addresses as text (docs/hazards.md 30). Text that is not an IP address is unchanged.
 */
export function normalAddress(text: string): string {
  return isIpAddress(text) ? canonicalAddress(text) : text;
}

/** Returns an IPv6 address in its shortest notation. An IPv4-mapped address stays IPv6. Other text is unchanged. */
export function compressIpv6(address: string): string {
  const parsed = parseIpv6(address);
  return parsed ? shortest(parsed) : address;
}

/**
 * Returns a key that is equal for all notations of one IP address, and for one name in upper and lower case. An address
 * with a zone is a name here.
 */
export function addressKey(address: string): string {
  return isIpv6Address(address) ? canonicalAddress(address) : address.toLowerCase();
}

/** A range of addresses (RFC 6890) at which the other hosts of a cluster cannot reach a member. */
export type SpecialRange = 'loopback' | 'unspecified' | 'multicast' | 'link-local' | 'broadcast' | 'reserved';

const SPECIAL_RANGES: Readonly<Record<SpecialRange, [Ipv4 | Ipv6, number][]>> = {
  loopback: subnets('127.0.0.0/8', '::1/128'),
  unspecified: subnets('0.0.0.0/8', '::/128'),
  multicast: subnets('224.0.0.0/4', 'ff00::/8'),
  'link-local': subnets('169.254.0.0/16', 'fe80::/10'),
  broadcast: subnets('255.255.255.255/32'),
  reserved: subnets('240.0.0.0/4'),
};

/** Returns the special range that an IP address belongs to; undefined for all other addresses and for names. */
export function specialRangeOf(address: string): SpecialRange | undefined {
  if (!isIpAddress(address)) return undefined;
  const parsed = ipaddr.parse(canonicalAddress(address));
  const range = ipaddr.subnetMatch(parsed, SPECIAL_RANGES, 'none');
  return range === 'none' ? undefined : (range as SpecialRange);
}

type Ipv4 = InstanceType<typeof ipaddr.IPv4>;
type Ipv6 = InstanceType<typeof ipaddr.IPv6>;

function subnets(...cidrs: readonly string[]): [Ipv4 | Ipv6, number][] {
  return cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
}

/** True if both IPv4 addresses are in one network with this prefix length. */
export function inSameNetwork(one: string, other: string, prefixLength: number): boolean {
  if (!isIpv4Address(one) || !isIpv4Address(other)) return false;
  return ipaddr.IPv4.parse(one).match(ipaddr.IPv4.parse(other), prefixLength);
}

/** True for the first and the last address of an IPv4 network. A network of one or two addresses has neither. */
export function isNetworkOrBroadcast(address: string, prefixLength: number): boolean {
  if (!isIpv4Address(address) || prefixLength > 30) return false;
  const cidr = `${address}/${prefixLength}`;
  return [ipaddr.IPv4.networkAddressFromCIDR(cidr), ipaddr.IPv4.broadcastAddressFromCIDR(cidr)].some(
    (one) => one.toString() === address,
  );
}

/** The library also accepts `1.2.3`, octal and hexadecimal numbers, so only its strict check is used. */
export function isIpv4Address(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text);
}

/** Parses an IPv6 address. Ignores a zone. An embedded IPv4 address must have four decimal numbers. */
function parseIpv6(text: string): Ipv6 | undefined {
  const [address = ''] = text.split('%');
  // Without this line, the library throws for each IPv4 address, which took half of the time of a simulated run.
  if (!address.includes(':')) return undefined;
  const start = address.lastIndexOf(':') + 1;
  const last = address.slice(start);
  if (last.includes('.') && !isIpv4Address(last)) return undefined;
  const hexadecimal = last.includes('.') ? address.slice(0, start) + ipv4ToGroups(last) : address;
  return ipaddr.IPv6.isValid(hexadecimal) ? ipaddr.IPv6.parse(hexadecimal) : undefined;
}

/** Returns an IPv4 address as two IPv6 groups. The library would read `::192.0.2.1` as an IPv4-mapped address. */
function ipv4ToGroups(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(address).octets;
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** Returns the notation that RFC 5952 recommends. */
function shortest(address: Ipv6): string {
  return address.toRFC5952String();
}
