import { releaseOf, SUPPORTED } from '../cloudify/versions.ts';
import { addressRules } from './addresses.ts';
import { FLOORS } from '../model/floors.ts';
import { identityRules } from './identity.ts';
import type { Finding } from './problems.ts';
import type { RawInventory, RawSsh } from './raw.ts';
import type { Rule, Seen } from './rule.ts';
import { secretRules } from './secret-rules.ts';
import { ROLES } from '../model/names.ts';
import type { Role } from '../model/names.ts';
import type { Path } from './source.ts';

/** What must hold between the parts of an inventory; each finding is refused. */
export function checkRules(seen: Seen): readonly Finding[] {
  const rules = [releaseKnown, packageKind, accountNamed, enoughHosts];
  return [...rules, ...secretRules, ...identityRules, ...addressRules].flatMap((rule) => rule(seen));
}

/** What is accepted, and better said. */
export function warnRules(seen: Seen): readonly Finding[] {
  return [belowMinimum, evenDatabases, hostsFile, noLicense, plainPasswords].flatMap((rule) => rule(seen));
}

const releaseKnown: Rule = ({ cluster }) =>
  releaseOf(cluster.version)
    ? []
    : [
        {
          at: ['cloudify', 'version'],
          what: `${cluster.version.text} is not a release that this version of quorate installs`,
          next: `it installs ${SUPPORTED.map((series) => `${series}.x`).join(', ')}`,
        },
      ];

const packageKind: Rule = ({ raw }) =>
  raw.cloudify.package === undefined || /\.(rpm|deb)$/.test(raw.cloudify.package)
    ? []
    : [
        {
          at: ['cloudify', 'package'],
          what: 'the package is neither an .rpm nor a .deb',
          next: "name the file that the hosts' package manager installs",
        },
      ];

const accountNamed: Rule = ({ raw, hosts }) => {
  const without = hosts.filter(({ host }) => host.ssh.user === '');
  const next = 'give user below ssh: of all hosts, of the role or of the host';
  if (without.length === hosts.length)
    return [{ at: raw.ssh ? ['ssh'] : [], part: 'key', what: 'no account to log in with', next }];
  return without.map(({ at }) => ({ at, what: 'no account to log in with on this host', next }));
};

const enoughHosts: Rule = ({ raw, hosts }) =>
  ROLES.flatMap((role) => {
    const { bare, least, most = Infinity } = FLOORS[role];
    const count = countOf(hosts, role);
    const accepted = raw.topology?.below_minimum === 'accept';
    if (count > most)
      return [
        floorFinding(role, `${count} ${role}s: the product supports at most ${most}`, 'list fewer hosts'),
      ];
    if (count < bare)
      return [
        floorFinding(role, `${count} ${role}: the product refuses fewer than ${bare}`, 'list more hosts'),
      ];
    if (count >= least || accepted) return [];
    return [
      floorFinding(
        role,
        `${count} ${role}${count === 1 ? '' : 's'}: at least ${least} are needed to survive a failure`,
        'list more hosts, or accept it with topology: { below_minimum: accept }',
      ),
    ];
  });

const belowMinimum: Rule = ({ hosts }) =>
  ROLES.filter((role) => countOf(hosts, role) < FLOORS[role].least).map((role) =>
    floorFinding(
      role,
      `${countOf(hosts, role)} of at least ${FLOORS[role].least} ${role}s: the first failure stops the cluster`,
    ),
  );

const evenDatabases: Rule = ({ hosts }) =>
  ROLES.filter((role) => FLOORS[role].odd && countOf(hosts, role) % 2 === 0).map((role) => {
    const count = countOf(hosts, role);
    return floorFinding(
      role,
      `${count} ${role}s survive no more failures than ${count - 1}`,
      'use an odd number',
    );
  });

const floorFinding = (role: Role, what: string, next?: string): Finding => ({
  at: [`${role}s`],
  part: 'key',
  what,
  ...(next === undefined ? {} : { next }),
});

const countOf = (hosts: Seen['hosts'], role: Role): number =>
  hosts.filter(({ host }) => host.role === role).length;

/** The warning stands in the specification, in capitals. */
const hostsFile: Rule = ({ cluster }) =>
  cluster.nameResolution === 'dns'
    ? []
    : [
        {
          at: ['name_resolution'],
          what: 'editing the /etc/hosts file is not recommended and should not be used in production',
          next: 'give the hosts forward and reverse DNS records',
        },
      ];

const noLicense: Rule = ({ raw }) =>
  raw.cloudify.license === undefined
    ? [
        {
          at: ['cloudify'],
          part: 'key',
          what: 'without a license the managers refuse most requests',
          next: 'give license; or false, and upload one later with cfy license upload',
        },
      ]
    : [];

const plainPasswords: Rule = ({ raw, hosts }) => [
  ...plainIn([], raw.ssh),
  ...ROLES.flatMap((role) => plainIn([`${role}s`], raw[`${role}s`]?.ssh)),
  ...hosts.flatMap(({ at }) => plainIn(at, ownSsh(raw, at))),
];

function ownSsh(raw: RawInventory, at: Path): RawSsh | undefined {
  const [key, , index] = at as readonly [`${Role}s`, 'hosts', number];
  return raw[key]?.hosts[index]?.ssh;
}

function plainIn(at: Path, ssh: RawSsh | undefined): readonly Finding[] {
  const become = typeof ssh?.become === 'object' ? ssh.become.password : undefined;
  const places: readonly Path[] = [
    ...(typeof ssh?.password === 'string' ? [[...at, 'ssh', 'password']] : []),
    ...(typeof become === 'string' ? [[...at, 'ssh', 'become', 'password']] : []),
  ];
  return places.map((place) => ({
    at: place,
    what: 'a password in plain text',
    next: 'write { env: NAME } or { command: [pass, show, …] }',
  }));
}
