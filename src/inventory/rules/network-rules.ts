import { hostsOf } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import { ipFindings } from './address-rules.ts';
import { addressKey } from '../../model/address.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';
import { BALANCER_NETWORK } from '../resolve/sourcing.ts';

/** A host or external broker that may have addresses in networks, and its path in the inventory. */
interface Member {
  readonly name: string;
  readonly networks: Readonly<Record<string, string>>;
  readonly at: YamlPath;
  readonly manager: boolean;
}

function membersOf({ raw, hosts }: RuleInput): readonly Member[] {
  const managed = hosts
    .filter(({ host }) => host.role === 'broker' || host.role === 'manager')
    .map(({ host, raw: { networks = {} }, at }) => ({
      name: host.name,
      networks,
      at,
      manager: host.role === 'manager',
    }));
  const external = (raw.brokers.external?.hosts ?? []).flatMap((broker, index) => [
    {
      name: broker.name ?? broker.address,
      networks: broker.networks ?? {},
      at: ['brokers', 'external', 'hosts', index],
      manager: false,
    },
  ]);
  return [...external, ...managed];
}

/** Agents in a network need an address of every manager and broker in it. */
const networksOfBoth: Rule = (input) => {
  const members = membersOf(input);
  const names = new Set(members.flatMap(({ networks }) => Object.keys(networks)));
  return members.flatMap(({ name, networks, at }) =>
    [...names]
      .filter((network) => !Object.hasOwn(networks, network))
      .map((network) => ({
        at: [...at, 'networks'],
        what: `${name} has no address in the network "${network}"`,
        why: 'agents in a network connect to every manager and broker in it',
        next: `add networks: { ${network}: … } to ${name}`,
      })),
  );
};

const networkAddresses: Rule = (input) =>
  membersOf(input).flatMap(({ networks, at }) =>
    Object.entries(networks).flatMap(([network, address]) =>
      ipFindings([...at, 'networks', network], address, { next: 'use an IP address' }),
    ),
  );

/** An address in a network belongs to one member. Managers may share the address of a load balancer. */
const networksDistinct: Rule = (input) => {
  const balancers = balancerAddresses(input.cluster);
  const owners = new Map(input.cluster.hosts.map((host) => [addressKey(host.privateIp), host.name]));
  return membersOf(input).flatMap(({ name, networks, at, manager }) =>
    Object.entries(networks).flatMap(([network, given]) => {
      const address = addressKey(given);
      if (manager && balancers.has(address)) return [];
      const owner = owners.get(address) ?? name;
      owners.set(address, owner);
      return owner === name ? [] : [taken([...at, 'networks', network], given, owner)];
    }),
  );
};

const balancerAddresses = (cluster: Cluster): ReadonlySet<string> =>
  new Set(
    hostsOf(cluster, 'load_balancer')
      .flatMap(({ privateIp, publicIp }) => [privateIp, publicIp])
      .map(addressKey),
  );

const taken = (at: YamlPath, address: string, owner: string): InventoryFinding => ({
  at,
  what: `${owner} already has the address ${address}`,
  next: 'use a separate address for each host in a network',
});

/** The networks `default` and, with an external load balancer, `load_balancer` exist without being listed. */
const networksReserved: Rule = (input) =>
  membersOf(input).flatMap(({ networks, at }) => [
    ...(Object.hasOwn(networks, 'default')
      ? [reserved(at, 'default', 'the network "default" is reserved for private_ip')]
      : []),
    ...(input.cluster.sourcing.load_balancer.kind === 'external' && Object.hasOwn(networks, BALANCER_NETWORK)
      ? [
          reserved(
            at,
            BALANCER_NETWORK,
            `the network "${BALANCER_NETWORK}" is reserved for the external load balancer`,
          ),
        ]
      : []),
  ]);

const reserved = (at: YamlPath, network: string, what: string): InventoryFinding => ({
  at: [...at, 'networks', network],
  what,
  next: 'remove it',
});

const networksElsewhere: Rule = ({ hosts }) =>
  hosts.flatMap(({ host: { role, overlay }, raw, at }) => [
    ...((role === 'database' || role === 'load_balancer') && Object.keys(raw.networks ?? {}).length > 0
      ? [
          unused(
            [...at, 'networks'],
            `a ${role} has no networks`,
            'remove networks; only brokers and managers have them',
          ),
        ]
      : []),
    ...(role === 'load_balancer' && Object.keys(overlay).length > 0
      ? [unused([...at, 'config'], 'a load balancer has no config.yaml', 'remove config')]
      : []),
  ]);

const unused = (at: YamlPath, what: string, next: string): InventoryFinding => ({
  at,
  part: 'key',
  what,
  next,
});

export const networkRules: readonly Rule[] = [
  networksOfBoth,
  networkAddresses,
  networksDistinct,
  networksReserved,
  networksElsewhere,
];
