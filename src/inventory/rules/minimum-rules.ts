import { MINIMUMS } from '../../model/host/minimums.ts';
import { ROLES } from '../../model/names.ts';
import type { Role } from '../../model/names.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';

/** Returns the roles whose hosts Quorate installs and the schema accepted. Only these can be counted. */
const countedRoles = ({ raw, dropped }: RuleInput): readonly Role[] =>
  ROLES.filter((role) => {
    const key = `${role}s` as const;
    const hosts = raw[key]?.hosts;
    if (hosts === undefined || (raw.native && hosts.length === 0)) return false;
    return !dropped.some((path) => isHostOrMore(path, key));
  });

/** True for the path of a section, of its list of hosts, or of a whole host. */
const isHostOrMore = (path: YamlPath, key: string): boolean =>
  path[0] === key && (path.length === 1 || (path[1] === 'hosts' && path.length <= 3));

export const enoughHosts: Rule = (input) =>
  countedRoles(input).flatMap((role) => {
    const { raw, hosts } = input;
    const { hardMinimum, recommended, maximum = Infinity } = MINIMUMS[role];
    const count = countOf(hosts, role);
    const accepted = raw.topology?.below_minimum === 'accept';
    if (count > maximum)
      return [
        roleFinding(role, `${count} ${role}s: the product supports at most ${maximum}`, 'list fewer hosts'),
      ];
    if (count < hardMinimum)
      return [
        roleFinding(
          role,
          `${count} ${role}: the product requires at least ${hardMinimum}`,
          'list more hosts',
        ),
      ];
    if (count >= recommended || accepted) return [];
    return [
      roleFinding(
        role,
        `${count} ${role}${count === 1 ? '' : 's'}: at least ${recommended} are required to tolerate a failure`,
        'list more hosts, or accept it with topology: { below_minimum: accept }',
      ),
    ];
  });

export const belowMinimum: Rule = (input) =>
  countedRoles(input)
    .filter((role) => countOf(input.hosts, role) < MINIMUMS[role].recommended)
    .map((role) =>
      roleFinding(
        role,
        `${countOf(input.hosts, role)} of at least ${MINIMUMS[role].recommended} ${role}s: the first failure stops the cluster`,
      ),
    );

export const evenDatabases: Rule = (input) =>
  countedRoles(input)
    .filter((role) => MINIMUMS[role].odd && countOf(input.hosts, role) % 2 === 0)
    .map((role) => {
      const count = countOf(input.hosts, role);
      return roleFinding(
        role,
        `${count} ${role}s tolerate no more failures than ${count - 1}`,
        'use an odd number',
      );
    });

const roleFinding = (role: Role, what: string, next?: string): InventoryFinding => ({
  at: [`${role}s`],
  part: 'key',
  what,
  ...(next === undefined ? {} : { next }),
});

const countOf = (hosts: RuleInput['hosts'], role: Role): number =>
  hosts.filter(({ host }) => host.role === role).length;
