import { addressFindings } from '../address-rules.ts';
import { databaseRules } from '../external-database-rules.ts';
import { addressKey } from '../../../model/address.ts';
import type { InventoryFinding } from '../../problems.ts';
import type { RawInventory } from '../../schema/raw.ts';
import type { Rule } from '../rule.ts';
import type { YamlPath } from '../../yaml/source.ts';

const SERVICES = ['databases', 'brokers', 'load_balancers'] as const;
type ServiceKey = (typeof SERVICES)[number];

/** A service either has hosts that Quorate installs, or is external. */
const hostsOrExternal: Rule = ({ raw }) =>
  SERVICES.flatMap((key): readonly InventoryFinding[] => {
    const role = raw[key];
    if (!role || (role.hosts === undefined) !== (role.external === undefined)) return [];
    if (role.hosts === undefined)
      return [{ at: [key], part: 'key', what: `${key} lacks "hosts"`, next: HOSTS_ADVICE[key] }];
    return [
      {
        at: [key, 'external'],
        part: 'key',
        what: `${key} has both hosts and external`,
        next: 'keep hosts, which quorate installs, or external, which it only connects to',
      },
    ];
  });

const HOSTS_ADVICE: Readonly<Record<ServiceKey, string>> = {
  databases: 'list three or more hosts, or set external',
  brokers: 'list three or more hosts, or set external',
  load_balancers: 'list one or more hosts, set external, or remove load_balancers',
};

/** Settings for hosts have no effect on an external service. */
const nothingToSet: Rule = ({ raw }) =>
  SERVICES.flatMap((key) => {
    const role: Readonly<Record<string, unknown>> = { ...raw[key] };
    if (!role['external']) return [];
    const given = (['ssh', 'config', 'use_long_name'] as const).filter((name) => role[name] !== undefined);
    return given.map((name) => ({
      at: [key, name],
      part: 'key' as const,
      what: `${name} has no effect, because ${key} are external`,
      why: 'quorate installs and configures nothing there',
      next: 'remove it',
    }));
  });

/** An address of an external service, and its path in the inventory. */
interface ExternalAddress {
  readonly at: YamlPath;
  readonly address: string;
}

/** Returns the addresses of all external services. */
export function externalAddressesOf({
  databases,
  brokers,
  load_balancers: balancers,
}: RawInventory): readonly ExternalAddress[] {
  const own = (key: ServiceKey, external: { readonly address: string } | undefined) =>
    external ? [{ at: [key, 'external', 'address'], address: external.address }] : [];
  const members = (brokers.external?.hosts ?? []).flatMap(({ address }, index) => [
    { at: ['brokers', 'external', 'hosts', index, 'address'], address },
  ]);
  return [...own('databases', databases.external), ...members, ...own('load_balancers', balancers?.external)];
}

const externalAddresses: Rule = ({ raw }) =>
  externalAddressesOf(raw).flatMap(({ at, address }) => addressFindings(at, address));

/** An external service must not run on a host that Quorate installs. */
const externalElsewhere: Rule = ({ raw, hosts }) => {
  const installed = new Map(
    hosts.flatMap(({ host }) =>
      [host.address, host.privateIp, host.publicIp, host.hostname]
        .map((name) => [addressKey(name), host] as const)
        .reverse(),
    ),
  );
  return externalAddressesOf(raw).flatMap(({ at, address }) => {
    const host = installed.get(addressKey(address));
    if (!host) return [];
    const what = `${address} is ${host.name}, a ${host.role} that this inventory installs`;
    return [{ at, what, next: 'use the address of the external service' }];
  });
};

const externalBrokersUnique: Rule = ({ raw }) => {
  const members = (raw.brokers.external?.hosts ?? []).flatMap((broker, index) => [{ broker, index }]);
  return members.flatMap(({ broker, index }, place) => {
    const before = members.slice(0, place).map((one) => one.broker);
    const at = ['brokers', 'external', 'hosts', index];
    const { name, address } = broker;
    return [
      ...(before.some((other) => addressKey(other.address) === addressKey(address))
        ? [{ at: [...at, 'address'], what: `duplicate address ${address}`, next: 'list each node once' }]
        : []),
      ...(name !== undefined && before.some((other) => other.name === name)
        ? [{ at: [...at, 'name'], what: `duplicate name "${name}"`, next: 'use a unique name for each node' }]
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
