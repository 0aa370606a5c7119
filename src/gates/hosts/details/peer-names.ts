import { shellOn } from '../../../model/next-step.ts';
import { canonicalAddress } from '../../../model/address.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { HostName } from '../../../model/names.ts';
import { resultsOf, thenCheck } from './result.ts';

/** A host as the other hosts resolve it. */
export interface PeerName {
  readonly host: HostName;
  readonly hostname: string;
  readonly address: string;
}

type Resolved = Readonly<Record<string, readonly string[]>>;

/**
 * Reports names of peers that resolve to other addresses, and addresses of peers that resolve to other names. A name
 * without any record is not reported: the check `dns` reports the names that the cluster needs.
 */
export function peerNamesChecks(
  host: HostName,
  peers: readonly PeerName[],
  resolved: Resolved,
): readonly CheckResult[] {
  const { pass, warn } = resultsOf(host, 'peer-names');
  const wrong = peers.filter((peer) => peer.host !== host).flatMap((peer) => mismatches(peer, resolved));
  if (wrong.length === 0) return [pass('no wrong record')];
  return wrong.map(({ seen, ask }) =>
    warn(seen, thenCheck('correct the DNS record or /etc/hosts', shellOn(host, `getent hosts ${ask}`))),
  );
}

function mismatches(
  { host, hostname, address }: PeerName,
  resolved: Resolved,
): readonly { readonly seen: string; readonly ask: string }[] {
  const addresses = resolved[hostname] ?? [];
  const names = resolved[address] ?? [];
  const forward =
    addresses.length === 0 || addresses.map(canonicalAddress).includes(canonicalAddress(address));
  const reverse = names.length === 0 || names.some((name) => short(name) === short(hostname));
  return [
    ...(forward
      ? []
      : [
          {
            seen: `resolves ${hostname} (${host}) to ${addresses.join(', ')}, not ${address}`,
            ask: hostname,
          },
        ]),
    ...(reverse
      ? []
      : [{ seen: `resolves ${address} (${host}) to ${names.join(', ')}, not ${hostname}`, ask: address }]),
  ];
}

function short(name: string): string {
  return name.split('.')[0] ?? name;
}

/** Reports a host whose own name resolves only to a loopback address, such as 127.0.1.1 in Debian's /etc/hosts. */
export function ownNameCheck({ host, hostname, address }: PeerName, resolved: Resolved): CheckResult {
  const { pass, warn } = resultsOf(host, 'own-name');
  const own = resolved[hostname] ?? [];
  const loopback = own.length > 0 && own.every((one) => one.startsWith('127.') || one === '::1');
  if (!loopback) return pass(own.join(', ') || 'no record');
  return warn(
    `resolves its own name ${hostname} only to ${own.join(', ')}, so a program that binds to the name is not reachable`,
    thenCheck(`replace ${own[0]} by ${address} in /etc/hosts on ${host}`),
  );
}
