import { isIP } from 'node:net';
import type { Release } from '../../platforms/cloudify/product/releases.ts';
import { releaseOf } from '../../platforms/cloudify/product/versions.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import { externalAddressesOf } from './sourcing-rules.ts';

/** What the release to install does not have; nothing where the release itself is not known. */
const ofRelease =
  (check: (release: Release, seen: RuleInput) => readonly InventoryFinding[]): Rule =>
  (seen) => {
    const release = releaseOf(seen.cluster.version);
    return release ? check(release, seen) : [];
  };

const monitoring = ofRelease((release, { raw, cluster: { version } }) =>
  raw.monitoring === true && !release.monitoring
    ? [
        {
          at: ['monitoring'],
          what: `release ${version.text} has no monitoring service`,
          next: 'leave monitoring out, or write false',
        },
      ]
    : [],
);

/** Over SSH it does not matter to the product. */
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
    .filter(({ address }) => isIP(address) === 6)
    .map(({ at, address }) => ({
      at,
      what: `release ${version.text} cannot use the IPv6 address ${address}`,
      why: 'it puts addresses into URLs without brackets',
      next: 'give an IPv4 address, or install 6.1 or later',
    }));
});

export const releaseRules: readonly Rule[] = [monitoring, addressFamily];
