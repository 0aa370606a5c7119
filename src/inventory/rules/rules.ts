import { addressRules, mixedFamilies } from './address-rules.ts';
import { belowMinimum, enoughHosts, evenDatabases } from './minimum-rules.ts';
import { clientOfAnotherName } from './external-database-rules.ts';
import { identityRules } from './identity-rules.ts';
import { jumpRules } from './jump-rules.ts';
import { releaseKnown } from './known-release.ts';
import { nativeRules } from './services/native-rules.ts';
import { networkRules } from './network-rules.ts';
import { overlayRules } from './overlay-rules.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawSsh } from '../schema/raw.ts';
import { releaseRules } from './release-rules.ts';
import type { Rule, RuleInput } from './rule.ts';
import { secretRules } from './secret-rules.ts';
import { ROLES } from '../../model/names.ts';
import type { YamlPath } from '../yaml/source.ts';
import { sourcingRules } from './services/sourcing-rules.ts';
import { virtualIpRules } from './services/virtual-ip-rules.ts';

/** Applies the rules across the parts of an inventory. Each finding is an error. */
export function checkRules(input: RuleInput): readonly InventoryFinding[] {
  return [
    ...[onePlatform, releaseKnown, packageKind, enoughHosts],
    ...releaseRules,
    ...secretRules,
    ...sourcingRules,
    ...identityRules,
    ...jumpRules,
    ...addressRules,
    ...networkRules,
    ...overlayRules,
    ...nativeRules,
    ...virtualIpRules,
  ].flatMap((rule) => rule(input));
}

/** Returns findings that do not stop a command but should be fixed. */
export function warnRules(input: RuleInput): readonly InventoryFinding[] {
  const counts = [belowMinimum, evenDatabases];
  const others = [packageRelease, mixedFamilies, clientOfAnotherName, hostsFile, noLicense, plainPasswords];
  return [...counts, ...others].flatMap((rule) => rule(input));
}

/** The platform is the one whose section the inventory has. */
const onePlatform: Rule = ({ raw }) =>
  raw.cloudify && raw.native
    ? [
        {
          at: ['native'],
          part: 'key',
          what: 'the inventory has both cloudify and native',
          next: "keep cloudify, the product, or native, the distribution's packages",
        },
      ]
    : [];

const packageKind: Rule = ({ raw }) =>
  raw.cloudify?.package === undefined || /\.(rpm|deb)$/.test(raw.cloudify.package)
    ? []
    : [
        {
          at: ['cloudify', 'package'],
          what: 'the package is neither an .rpm nor a .deb',
          next: "name a file that the hosts' package manager can install",
        },
      ];

/** Compares the release with the package's file name. Reading the package would take too long. */
const packageRelease: Rule = ({ raw, cluster: { version } }) => {
  const name = raw.cloudify?.package?.split(/[\\/]/).at(-1) ?? '';
  const named = name.match(/\d+\.\d+/)?.[0];
  if (named === undefined || named === `${version.major}.${version.minor}`) return [];
  return [
    {
      at: ['cloudify', 'package'],
      what: `the package name contains release ${named}, but cloudify.version is ${version.text}`,
      next: 'check cloudify.package and cloudify.version',
    },
  ];
};

/** Quotes the specification, which has this warning in capitals. */
const hostsFile: Rule = ({ cluster }) =>
  cluster.nameResolution === 'dns'
    ? []
    : [
        {
          at: ['name_resolution'],
          what: 'editing the /etc/hosts file is not recommended and should not be used in production',
          next: 'create forward and reverse DNS records for the hosts',
        },
      ];

const noLicense: Rule = ({ raw }) =>
  raw.cloudify && raw.cloudify.license === undefined
    ? [
        {
          at: ['cloudify'],
          part: 'key',
          what: 'without a license the managers refuse most requests',
          next: 'set license to a file, or to false and upload one later with cfy license upload',
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
    next: 'use { env: NAME } or { command: [pass, show, …] }',
  }));
}
