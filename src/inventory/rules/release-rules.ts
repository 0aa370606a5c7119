import { isIpv6Address, normalAddress } from '../../model/address.ts';
import type { Release } from '../../platforms/cloudify/product/releases.ts';
import { releaseOf } from '../../platforms/cloudify/product/versions.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import { externalAddressesOf } from './sourcing-rules.ts';

/** Makes a rule about the release. Has no findings if the release is unknown, which is another rule's finding. */
const ofRelease =
  (check: (release: Release, input: RuleInput) => readonly InventoryFinding[]): Rule =>
  (input) => {
    const release = releaseOf(input.cluster.version);
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
const addressFamily = ofRelease((release, { raw, hosts, cluster: { version } }) => {
  if (release.ipv6) return [];
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
      why: 'it writes addresses into URLs without brackets',
      next: 'use an IPv4 address, or install 6.1 or later',
    }));
});

export const releaseRules: readonly Rule[] = [monitoring, addressFamily];
