import { addressRules, mixedFamilies } from './address-rules.ts';
import { belowMinimum, enoughHosts, evenDatabases } from './minimum-rules.ts';
import { clientOfAnotherName } from './external-database-rules.ts';
import { identityRules } from './identity-rules.ts';
import { releaseKnown } from './known-release.ts';
import { networkRules } from './network-rules.ts';
import { overlayRules } from './overlay-rules.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawSsh } from '../schema/raw.ts';
import { releaseRules } from './release-rules.ts';
import type { Rule, RuleInput } from './rule.ts';
import { secretRules } from './secret-rules.ts';
import { ROLES } from '../../model/names.ts';
import type { YamlPath } from '../yaml/source.ts';
import { sourcingRules } from './sourcing-rules.ts';

/** What must hold between the parts of an inventory; each finding is refused. */
export function checkRules(seen: RuleInput): readonly InventoryFinding[] {
  return [
    ...[releaseKnown, packageKind, accountNamed, enoughHosts],
    ...releaseRules,
    ...secretRules,
    ...sourcingRules,
    ...identityRules,
    ...addressRules,
    ...networkRules,
    ...overlayRules,
  ].flatMap((rule) => rule(seen));
}

/** What is accepted, and better said. */
export function warnRules(seen: RuleInput): readonly InventoryFinding[] {
  const floors = [belowMinimum, evenDatabases];
  const others = [packageRelease, mixedFamilies, clientOfAnotherName, hostsFile, noLicense, plainPasswords];
  return [...floors, ...others].flatMap((rule) => rule(seen));
}

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

/** Only its name is looked at: what is in it, the hosts would find out minutes into an install. */
const packageRelease: Rule = ({ raw, cluster: { version } }) => {
  const name = raw.cloudify.package?.split(/[\\/]/).at(-1) ?? '';
  const named = name.match(/\d+\.\d+/)?.[0];
  if (named === undefined || named === `${version.major}.${version.minor}`) return [];
  return [
    {
      at: ['cloudify', 'package'],
      what: `by its name this is a package of ${named}, and the release is ${version.text}`,
      next: 'check cloudify.package and cloudify.version',
    },
  ];
};

const accountNamed: Rule = ({ raw, hosts, dropped }) => {
  // One that is named, and cannot be read, has been told.
  if (dropped.some((path) => path.includes('ssh'))) return [];
  const without = hosts.filter(({ host }) => host.ssh.user === '');
  const next = 'give user below ssh: of all hosts, of the role or of the host';
  if (without.length > 0 && without.length === hosts.length)
    return [{ at: raw.ssh ? ['ssh'] : [], part: 'key', what: 'no account to log in with', next }];
  return without.map(({ at }) => ({ at, what: 'no account to log in with on this host', next }));
};

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
  ...hosts.flatMap((placed) => plainIn(placed.at, placed.raw.ssh)),
];

function plainIn(at: YamlPath, ssh: RawSsh | undefined): readonly InventoryFinding[] {
  const become = typeof ssh?.become === 'object' ? ssh.become.password : undefined;
  const places: readonly YamlPath[] = [
    ...(typeof ssh?.password === 'string' ? [[...at, 'ssh', 'password']] : []),
    ...(typeof become === 'string' ? [[...at, 'ssh', 'become', 'password']] : []),
  ];
  return places.map((place) => ({
    at: place,
    what: 'a password in plain text',
    next: 'write { env: NAME } or { command: [pass, show, …] }',
  }));
}
