import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Host } from '../model/cluster.ts';

/** What a certificate must name among its subject alternative names. */
export interface Names {
  readonly addresses: readonly string[];
  readonly hostnames: readonly string[];
}

/** A client certificate names nobody: it is known by its common name. */
export const NO_NAMES: Names = { addresses: [], hostnames: [] };

/**
 * What a host's own certificate must name: its private address, its host name (the load balancers compare that), and
 * on the hosts that clients come to also the public address and every network. A manager with an external
 * certificate shows that one to the public.
 */
export function ownNames(host: Host, { external }: { readonly external: boolean }): Names {
  const facing = host.role === 'manager' || host.role === 'load_balancer';
  const all = [
    host.privateIp,
    host.hostname,
    ...Object.values(host.networks),
    ...(facing && !external ? [host.publicIp] : []),
  ];
  return sorted(all);
}

/** What a manager's external certificate must name. */
export function externalNames(host: Host): Names {
  return sorted([host.publicIp]);
}

/** The wanted names that a certificate does not carry. */
export function missingNames(x509: X509Certificate, { addresses, hostnames }: Names): readonly string[] {
  return [
    ...addresses.filter((address) => x509.checkIP(address) === undefined),
    // The subject is no substitute: neither Python nor HAProxy looks there.
    ...hostnames.filter((name) => x509.checkHost(name, { subject: 'never' }) === undefined),
  ];
}

function sorted(all: readonly string[]): Names {
  const unique = [...new Set(all)];
  return {
    addresses: unique.filter((text) => isIP(text) !== 0),
    hostnames: unique.filter((text) => isIP(text) === 0),
  };
}
