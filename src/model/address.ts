/** `198.51.100.11:2379`, `db.example.com:5432`, `[2001:db8::11]:2379`: where an address and a port stand together. */
export function endpoint(address: string, port: number): string {
  return `${bracketed(address)}:${port}`;
}

/** An address of version 6 as it stands in URLs and before ports; others as they are. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/**
 * One text for all ways to write an address: `2001:DB8:0::11` is `2001:db8::11`, `::ffff:192.0.2.1` is `192.0.2.1`; a
 * zone (`fe80::1%eth0`) says only which interface it is on. Names stay as they are.
 */
export function canonicalAddress(address: string): string {
  const [bare = ''] = address.includes(':') ? address.split('%') : [];
  if (bare === '' || !URL.canParse(`http://[${bare}]`)) return address;
  const short = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short) ?? [];
  return high && low ? mapped(parseInt(high, 16), parseInt(low, 16)) : short;
}

function mapped(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
