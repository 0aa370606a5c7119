import { addressFindings } from './address-rules.ts';
import { databaseRules } from './external-database-rules.ts';
import { canonical } from './ip.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawInventory } from '../schema/raw.ts';
import type { Rule } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';

const SERVICES = ['databases', 'brokers', 'load_balancers'] as const;
type ServiceKey = (typeof SERVICES)[number];

/** A service has hosts of ours, or it is somebody else's. */
const hostsOrExternal: Rule = ({ raw }) =>
  SERVICES.flatMap((key): readonly InventoryFinding[] => {
    const role = raw[key];
    if (!role || (role.hosts === undefined) !== (role.external === undefined)) return [];
    if (role.hosts === undefined)
      return [{ at: [key], part: 'key', what: `${key} lacks "hosts"`, next: `list them: ${HOSTS[key]}` }];
    return [
      {
        at: [key, 'external'],
        part: 'key',
        what: `${key} are hosts of yours and external, both`,
        next: 'keep hosts, which quorate installs, or external, which it only uses',
      },
    ];
  });

const HOSTS: Readonly<Record<ServiceKey, string>> = {
  databases: 'three or more; or name an external one',
  brokers: 'three or more; or name external ones',
  load_balancers: 'one or more; or name an external one, or leave load_balancers out',
};

/** Settings for hosts of ours, where there are none. */
const nothingToSet: Rule = ({ raw }) =>
  SERVICES.flatMap((key) => {
    const role: Readonly<Record<string, unknown>> = { ...raw[key] };
    if (!role['external']) return [];
    const given = (['ssh', 'config', 'use_long_name'] as const).filter((name) => role[name] !== undefined);
    return given.map((name) => ({
      at: [key, name],
      part: 'key' as const,
      what: `${name} has no effect: ${key} are external`,
      why: 'nothing is installed or configured there',
      next: 'leave it out',
    }));
  });

/** An address of somebody else's service, and where it is written. */
interface External {
  readonly at: YamlPath;
  readonly address: string;
}

export function externalAddressesOf({
  databases,
  brokers,
  load_balancers: balancers,
}: RawInventory): readonly External[] {
  const own = (key: ServiceKey, external: { readonly address: string } | undefined) =>
    external ? [{ at: [key, 'external', 'address'], address: external.address }] : [];
  const members = (brokers.external?.hosts ?? []).flatMap(({ address }, index) => [
    { at: ['brokers', 'external', 'hosts', index, 'address'], address },
  ]);
  return [...own('databases', databases.external), ...members, ...own('load_balancers', balancers?.external)];
}

const externalAddresses: Rule = ({ raw }) =>
  externalAddressesOf(raw).flatMap(({ at, address }) => addressFindings(at, address));

/** Somebody else's service on a host that we install would be in the way of both. */
const externalElsewhere: Rule = ({ raw, hosts }) => {
  const ours = new Map(
    hosts.flatMap(({ host }) =>
      [host.address, host.privateIp, host.publicIp, host.hostname]
        .map((name) => [canonical(name), host] as const)
        .reverse(),
    ),
  );
  return externalAddressesOf(raw).flatMap(({ at, address }) => {
    const host = ours.get(canonical(address));
    if (!host) return [];
    const what = `${address} is ${host.name}, a ${host.role} that this inventory installs`;
    return [{ at, what, next: 'an external service is elsewhere: give its own address' }];
  });
};

const externalBrokersUnique: Rule = ({ raw }) => {
  const members = (raw.brokers.external?.hosts ?? []).flatMap((broker, index) => [{ broker, index }]);
  return members.flatMap(({ broker, index }, place) => {
    const before = members.slice(0, place).map((one) => one.broker);
    const at = ['brokers', 'external', 'hosts', index];
    const { name, address } = broker;
    return [
      ...(before.some((other) => canonical(other.address) === canonical(address))
        ? [{ at: [...at, 'address'], what: `${address} is there twice`, next: 'list every node once' }]
        : []),
      ...(name !== undefined && before.some((other) => other.name === name)
        ? [{ at: [...at, 'name'], what: `"${name}" is there twice`, next: 'give every node its own name' }]
        : []),
    ];
  });
};

export const sourcingRules: readonly Rule[] = [
  hostsOrExternal,
  nothingToSet,
  externalAddresses,
  externalElsewhere,
  externalBrokersUnique,
  ...databaseRules,
];
