import type { NativeSettings } from '../../../model/cluster.ts';
import type { YamlPath } from '../../yaml/source.ts';
import type { InventoryFinding } from '../../problems.ts';
import type { Rule } from '../rule.ts';
import { parameters } from './parameter-rules.ts';

/** Accounts of PostgreSQL that Quorate and Patroni use. */
const RESERVED_ACCOUNTS = ['postgres', 'replicator'];
const RESERVED_DATABASES = ['postgres', 'template0', 'template1'];

interface Named {
  readonly name: string;
}

/** The declared objects of the native platform refer to each other by name. */
const references: Rule = ({ cluster: { native } }) =>
  native ? [...databaseOwners(native), ...virtualHosts(native)] : [];

const names: Rule = ({ cluster: { native, brokerUser } }) => {
  if (!native) return [];
  const postgresql = ['native', 'postgresql'];
  const rabbitmq = ['native', 'rabbitmq'];
  return [
    ...wrongNames(native.accounts, RESERVED_ACCOUNTS, [...postgresql, 'users']),
    ...wrongNames(native.databases, RESERVED_DATABASES, [...postgresql, 'databases']),
    ...wrongNames(native.brokerUsers, [brokerUser], [...rabbitmq, 'users']),
  ];
};

function wrongNames(
  all: readonly Named[],
  reserved: readonly string[],
  list: YamlPath,
): readonly InventoryFinding[] {
  return all.flatMap(({ name }, index): readonly InventoryFinding[] => {
    const at = [...list, index, 'name'];
    if (reserved.includes(name))
      return [{ at, what: `quorate itself manages ${name}`, next: 'choose another name, or remove it' }];
    const again = all.slice(0, index).some((one) => one.name === name);
    return again ? [{ at, what: `${name} is listed twice`, next: 'remove one of the two' }] : [];
  });
}

function databaseOwners({ accounts, databases }: NativeSettings): readonly InventoryFinding[] {
  return databases.flatMap(({ owner }, index) =>
    accounts.some(({ name }) => name === owner)
      ? []
      : [
          {
            at: ['native', 'postgresql', 'databases', index, 'owner'],
            what: `${owner} is not in native.postgresql.users`,
            next: 'list the owner in users',
          },
        ],
  );
}

function virtualHosts({ vhosts, brokerUsers, policies }: NativeSettings): readonly InventoryFinding[] {
  const used = [
    ...brokerUsers.flatMap(({ permissions }, user) =>
      permissions.map(({ vhost }, index) => ({
        vhost,
        at: ['native', 'rabbitmq', 'users', user, 'permissions', index, 'vhost'] as YamlPath,
      })),
    ),
    ...policies.map(({ vhost }, index) => ({
      vhost,
      at: ['native', 'rabbitmq', 'policies', index, 'vhost'] as YamlPath,
    })),
  ];
  return used
    .filter(({ vhost }) => !vhosts.includes(vhost))
    .map(({ vhost, at }) => ({
      at,
      what: `${vhost} is not in native.rabbitmq.vhosts`,
      next: 'list the virtual host in vhosts',
    }));
}

/** The managers run the application, so that each needs the other. */
const application: Rule = ({ raw, dropped, cluster: { native } }) => {
  if (!native || dropped.some((path) => path[0] === 'native' || path[0] === 'managers')) return [];
  const hosts = (raw as Partial<typeof raw>).managers?.hosts ?? [];
  if (hosts.length > 0 && !native.application)
    return [
      {
        at: ['managers'],
        part: 'key',
        what: 'managers are listed, but native.application is missing',
        why: "on this platform, the managers run the operator's own application",
        next: 'describe the application in native.application, or remove managers',
      },
    ];
  if (hosts.length === 0 && native.application)
    return [
      {
        at: ['native', 'application'],
        part: 'key',
        what: 'native.application is set, but no managers are listed',
        next: 'list the hosts of the application in managers, or remove native.application',
      },
    ];
  return [];
};

/** One source: with several, no rule would decide which version is installed. */
const packages: Rule = ({ raw, dropped }) => {
  const { packages: source } = raw.native ?? {};
  const at = ['native', 'packages'];
  if (!source || dropped.some((path) => path[0] === 'native' && path[1] === 'packages')) return [];
  const set = [source.repository, source.directory].filter((one) => one !== undefined).length;
  if (set === 1) return [];
  const what = set === 0 ? 'names no source of packages' : 'names two sources of packages';
  return [{ at, part: 'key', what, next: 'set repository or directory, or remove native.packages' }];
};

export const nativeRules: readonly Rule[] = [references, names, parameters, packages, application];
