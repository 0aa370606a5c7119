import { hostsOf } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import { ipFindings } from './address-rules.ts';
import { canonical } from './ip.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';
import { BALANCER_NETWORK } from '../resolve/sourcing.ts';

/** Who has addresses in networks, and where that is written. */
interface Member {
  readonly name: string;
  readonly networks: Readonly<Record<string, string>>;
  readonly at: YamlPath;
  readonly manager: boolean;
}

function membersOf({ raw, hosts }: RuleInput): readonly Member[] {
  const ours = hosts
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
  return [...external, ...ours];
}

/** Networks are for agents, which need managers and brokers both in the one they use. */
const networksOfBoth: Rule = (seen) => {
  const members = membersOf(seen);
  const names = new Set(members.flatMap(({ networks }) => Object.keys(networks)));
  return members.flatMap(({ name, networks, at }) =>
    [...names]
      .filter((network) => !Object.hasOwn(networks, network))
      .map((network) => ({
        at: [...at, 'networks'],
        what: `${name} has no address in the network "${network}"`,
        why: 'agents in a network talk to every manager and broker there',
        next: `add networks: { ${network}: … } to it`,
      })),
  );
};

const networkAddresses: Rule = (seen) =>
  membersOf(seen).flatMap(({ networks, at }) =>
    Object.entries(networks).flatMap(([network, address]) =>
      ipFindings([...at, 'networks', network], address, { next: 'give an IP address' }),
    ),
  );

/** Who else has an address that a member claims. Managers may share that of a load balancer. */
const networksDistinct: Rule = (seen) => {
  const balancers = balancerAddresses(seen.cluster);
  const owners = new Map(seen.cluster.hosts.map((host) => [canonical(host.privateIp), host.name]));
  return membersOf(seen).flatMap(({ name, networks, at, manager }) =>
    Object.entries(networks).flatMap(([network, given]) => {
      const address = canonical(given);
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
      .map(canonical),
  );

const taken = (at: YamlPath, address: string, owner: string): InventoryFinding => ({
  at,
  what: `${owner} has the address ${address} already`,
  next: 'give every host its own address in a network',
});

/** What is there without being written. */
const networksReserved: Rule = (seen) =>
  membersOf(seen).flatMap(({ networks, at }) => [
    ...(Object.hasOwn(networks, 'default')
      ? [reserved(at, 'default', 'the network "default" is the private_ip')]
      : []),
    ...(seen.cluster.sourcing.load_balancer.kind === 'external' && Object.hasOwn(networks, BALANCER_NETWORK)
      ? [reserved(at, BALANCER_NETWORK, `the network "${BALANCER_NETWORK}" is the external load balancer`)]
      : []),
  ]);

const reserved = (at: YamlPath, network: string, what: string): InventoryFinding => ({
  at: [...at, 'networks', network],
  what,
  next: 'leave it out',
});

const networksElsewhere: Rule = ({ hosts }) =>
  hosts.flatMap(({ host: { role, overlay }, raw, at }) => [
    ...((role === 'database' || role === 'load_balancer') && Object.keys(raw.networks ?? {}).length > 0
      ? [unused([...at, 'networks'], `a ${role} has no networks`, 'they belong to brokers and managers')]
      : []),
    ...(role === 'load_balancer' && Object.keys(overlay).length > 0
      ? [unused([...at, 'config'], 'a load balancer has no config.yaml', 'leave config out')]
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
