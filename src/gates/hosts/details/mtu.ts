import { canonicalAddress } from '../../../model/address.ts';
import { shellOn } from '../../../model/next-step.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { HostDetails } from '../../../model/host/details.ts';
import type { HostName } from '../../../model/names.ts';
import { pingOfSize } from '../ping-of-size.ts';
import type { PeerName } from './peer-names.ts';
import { resultsOf, thenCheck } from './result.ts';

type Sizes = Pick<HostDetails, 'mtu' | 'paths'>;

/** Reports hosts whose MTU differs from that of most hosts, and paths between hosts on which large packets are lost. */
export function mtuChecks(
  hosts: Readonly<Record<HostName, Sizes>>,
  peers: readonly PeerName[],
): readonly CheckResult[] {
  const usual = mostFrequent(Object.values(hosts).flatMap(({ mtu }) => mtu ?? []));
  return Object.entries(hosts).flatMap(([host, { mtu, paths }]) => {
    const { pass, warn, unknown } = resultsOf(host, 'mtu');
    const next = thenCheck(shellOn(host, 'ip link'));
    if (mtu === undefined) return [unknown('no interface with the private address', next)];
    const found = [
      ...(mtu === usual ? [] : [differs(host, { mtu, usual })]),
      ...smallerPath(host, { mtu, paths }, peers),
    ];
    const tested = Object.keys(paths).length;
    if (found.length === 0) return [pass(`${mtu}; paths with this MTU: ${tested}`)];
    return found.map(({ seen, fix }) => warn(seen, fix));
  });
}

interface Found {
  readonly seen: string;
  readonly fix: ReturnType<typeof thenCheck>;
}

function differs(
  host: HostName,
  { mtu, usual }: { readonly mtu: number; readonly usual?: number | undefined },
): Found {
  return {
    seen: `has the MTU ${mtu}, most hosts have ${usual}`,
    fix: thenCheck('set the same MTU everywhere', shellOn(host, 'ip link')),
  };
}

/** A connection over such a path is established, and then stalls as soon as one side sends more than fits. */
function smallerPath(
  host: HostName,
  { mtu = 0, paths }: Sizes,
  peers: readonly PeerName[],
): readonly Found[] {
  const smaller = Object.keys(paths).filter((address) => paths[address] === 'smaller');
  const [first] = smaller;
  if (first === undefined) return [];
  const named = smaller.map((address) => `${nameOf(address, peers)} (${address})`).join(', ');
  return [
    {
      seen: `packets of ${mtu} bytes to ${named} are lost, and smaller ones arrive: the MTU of the path is smaller`,
      fix: thenCheck('lower the MTU, or allow ICMP', pingOfSize(host, first, mtu)),
    },
  ];
}

function nameOf(address: string, peers: readonly PeerName[]): HostName {
  const found = peers.find((peer) => canonicalAddress(peer.address) === canonicalAddress(address));
  return found?.host ?? 'a host';
}

function mostFrequent(values: readonly number[]): number | undefined {
  const times = (value: number) => values.filter((one) => one === value).length;
  return [...values].sort((a, b) => times(b) - times(a))[0];
}
