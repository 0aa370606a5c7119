import { isIpv6Address, normalAddress } from '../../model/address.ts';
import type { ReleaseSupport } from '../../platforms/inventory-platform.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import { externalAddressesOf } from './services/sourcing-rules.ts';

/** Makes a rule about the release. Has no findings if the release is unknown, which is another rule's finding. */
const ofRelease =
  (check: (release: ReleaseSupport, input: RuleInput) => readonly InventoryFinding[]): Rule =>
  (input) => {
    const release = platformOf(input.cluster).releaseSupport(input.cluster.version);
    return release ? check(release, input) : [];
  };

const monitoring = ofRelease((release, { raw, cluster: { version } }) =>
  raw.monitoring === true && !release.monitoring
    ? [
        {
          at: ['monitoring'],
          what: `release ${version.text} has no monitoring service`,
          next: 'remove monitoring, or set it to false',
        },
      ]
    : [],
);

/** Does not check SSH addresses, because the product does not use them. */
const addressFamily = ofRelease(({ noIpv6 }, { raw, hosts, cluster: { version } }) => {
  if (!noIpv6) return [];
  const ofHosts = hosts.flatMap(({ host, raw: given, at }) => [
    { at: [...at, given.private_ip === undefined ? 'address' : 'private_ip'], address: host.privateIp },
    ...(given.public_ip === undefined ? [] : [{ at: [...at, 'public_ip'], address: given.public_ip }]),
    ...Object.entries(given.networks ?? {}).map(([name, address]) => ({
      at: [...at, 'networks', name],
      address,
    })),
  ]);
  const ofBrokers = (raw.brokers.external?.hosts ?? []).flatMap(({ networks = {} }, index) =>
    Object.entries(networks).map(([name, address]) => ({
      at: ['brokers', 'external', 'hosts', index, 'networks', name],
      address,
    })),
  );
  return [...ofHosts, ...externalAddressesOf(raw), ...ofBrokers]
    .filter(({ address }) => isIpv6Address(normalAddress(address)))
    .map(({ at, address }) => ({
      at,
      what: `release ${version.text} does not support the IPv6 address ${address}`,
      ...noIpv6,
    }));
});

export const releaseRules: readonly Rule[] = [monitoring, addressFamily];
