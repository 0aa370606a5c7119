import type { TlsServer } from '../../certificates/fetch/fetch.ts';
import { UsageError } from '../../errors/errors.ts';
import { endpoint } from '../../model/address.ts';

/** Parses `HOST:PORT`; an IPv6 address is in brackets. @throws UsageError */
export function parseServerArgument(text: string): TlsServer {
  const [, six, other, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = six ?? other;
  const port = Number(digits);
  if (address === undefined || port < 1 || port > 65_535)
    throw new UsageError([
      {
        what: `"${text}" is not HOST:PORT`,
        next: 'for example db.example.com:5432, 198.51.100.50:5671 or [2001:db8::50]:5432',
      },
    ]);
  return { address, port, endpoint: endpoint(address, port) };
}
