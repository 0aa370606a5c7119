import { addressKey } from '../../model/address.ts';
import { machineKey } from '../../model/host/machines.ts';
import type { WantedPort } from '../../model/host/wanted-port.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { InventoryFinding } from '../problems.ts';
import type { LocatedHost } from '../resolve/resolve.ts';
import { duplicates, type Rule, type RuleInput } from './rule.ts';

const keyOf = ({ host }: LocatedHost): string => machineKey(host);

/** Pairs each host with the first host of its machine. */
const sharing = ({ hosts }: RuleInput) => duplicates(hosts, keyOf);

/** Hosts at one address are one machine, if the platform supports that. */
const machinesSupported: Rule = (input) => {
  const { cluster } = input;
  const refused = platformOf(cluster).sharedMachines(cluster.version);
  if (!refused) return [];
  const { next, why } = refused;
  return sharing(input).map(([located, first]) => {
    const reason = located.host.role === first.host.role ? {} : { why };
    return sameAddress(located, first, { at: 'address', next, ...reason });
  });
};

interface Conflict {
  readonly at: 'address' | 'private_ip';
  readonly why?: string | undefined;
  readonly next: string;
}

function sameAddress(
  { host, at }: LocatedHost,
  { host: first }: LocatedHost,
  conflict: Conflict,
): InventoryFinding {
  const roles = new Set([host.role, first.role]);
  const address = conflict.at === 'address' ? host.address : host.privateIp;
  const balancer = roles.has('manager') && roles.has('load_balancer');
  const why = balancer ? 'a manager listens on port 443, which the load balancer needs' : conflict.why;
  return {
    at: [...at, conflict.at],
    what: `${first.name} already has the address ${address}`,
    ...(why !== undefined && { why }),
    next: conflict.next,
  };
}

const SEPARATE = 'use a separate machine, with its own address, for each host';

/** Compares only hosts on different machines. */
const privateAddressesUnique: Rule = ({ hosts }) =>
  duplicates(hosts, ({ host }) => addressKey(host.privateIp))
    .filter(([located, first]) => keyOf(located) !== keyOf(first))
    .map(([located, first]) => sameAddress(located, first, { at: 'private_ip', next: SEPARATE }));

/** A machine has at most one host of each role. */
const rolesOnce: Rule = ({ cluster, hosts }) => {
  if (platformOf(cluster).sharedMachines(cluster.version)) return [];
  return duplicates(hosts, (located) => `${keyOf(located)} ${located.host.role}`).map(([located, first]) => {
    const why = `hosts at one address share a machine, which has one ${located.host.role} at most`;
    return sameAddress(located, first, { at: 'address', why, next: SEPARATE });
  });
};

/** There is one connection to a machine, so all of its hosts have the same SSH settings, host name and addresses. */
const machinesAgree: Rule = (input) =>
  platformOf(input.cluster).sharedMachines(input.cluster.version) ? [] : sharing(input).flatMap(differences);

function differences([{ host, at }, { host: first }]: readonly [LocatedHost, LocatedHost]) {
  const finding = (key: string, next: string): InventoryFinding => ({
    at: [...at, key],
    what: `${host.name} shares a machine with ${first.name}, but has another ${key}`,
    why: 'hosts at the same address are one machine with one connection',
    next,
  });
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const same = `give both the same value, or separate addresses`;
  return [
    ...(isSame(host.ssh, first.ssh) ? [] : [finding('ssh', same)]),
    ...(isSame(host.hostname, first.hostname)
      ? []
      : [finding('hostname', `set hostname of both to the output of hostname on ${host.address}`)]),
    ...(isSame(host.privateIp, first.privateIp) ? [] : [finding('private_ip', same)]),
    ...(isSame(host.publicIp, first.publicIp) ? [] : [finding('public_ip', same)]),
  ];
}

/** The services of a machine listen on different ports. */
const portsDistinct: Rule = (input) => {
  const { sharedMachines, portsOf } = platformOf(input.cluster);
  if (sharedMachines(input.cluster.version)) return [];
  const portsWithHosts = input.hosts.flatMap((located) =>
    portsOf(input.cluster, located.host.role).map((wanted) => ({ located, ...wanted })),
  );
  return duplicates(portsWithHosts, ({ located, port }) => `${keyOf(located)} ${port}`)
    .filter(([wanted, first]) => wanted.located.host.role !== first.located.host.role)
    .filter(([wanted, first]) => !(isSeparate(wanted, first) || isSeparate(first, wanted)))
    .map(([{ located, port, what }, first]) => ({
      at: [...located.at, 'address'],
      what: `${located.host.name} and ${first.located.host.name} share a machine, and both need port ${port}`,
      why: `${what}, and ${first.what}`,
      next: SEPARATE,
    }));
};

/** Databases and brokers listen on their own address only. An application may listen on every address. */
function isSeparate(
  { virtual }: Pick<WantedPort, 'virtual'>,
  { located }: { readonly located: LocatedHost },
): boolean {
  return virtual === true && located.host.role !== 'manager';
}

const hostnamesUnique: Rule = ({ hosts }) =>
  duplicates(hosts, ({ host }) => host.hostname.toLowerCase())
    .filter(([located, first]) => located.host.name !== first.host.name && keyOf(located) !== keyOf(first))
    .map(([located, first]) => ({
      at: [...located.at, 'hostname'],
      what: `${first.host.name} already has the hostname ${located.host.hostname}`,
      why: 'the hostname identifies a broker or a manager in its cluster',
      next: 'give the machines different host names',
    }));

export const machineRules: readonly Rule[] = [
  machinesSupported,
  rolesOnce,
  privateAddressesUnique,
  machinesAgree,
  portsDistinct,
  hostnamesUnique,
];
