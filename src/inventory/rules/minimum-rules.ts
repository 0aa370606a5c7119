import { MINIMUMS } from '../../model/minimums.ts';
import { ROLES } from '../../model/names.ts';
import type { Role } from '../../model/names.ts';
import type { InventoryFinding } from '../problems.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';

/** The roles with hosts of ours, all of them known: how many an external service has is its own business. */
const ours = ({ raw, dropped }: RuleInput): readonly Role[] =>
  ROLES.filter((role) => {
    const key = `${role}s` as const;
    return raw[key]?.hosts !== undefined && !dropped.some((path) => isHostOrMore(path, key));
  });

/** The role itself, its list of hosts, or a whole one of them. */
const isHostOrMore = (path: YamlPath, key: string): boolean =>
  path[0] === key && (path.length === 1 || (path[1] === 'hosts' && path.length <= 3));

export const enoughHosts: Rule = (seen) =>
  ours(seen).flatMap((role) => {
    const { raw, hosts } = seen;
    const { hardMinimum: bare, recommended: least, maximum: most = Infinity } = MINIMUMS[role];
    const count = countOf(hosts, role);
    const accepted = raw.topology?.below_minimum === 'accept';
    if (count > most)
      return [
        roleFinding(role, `${count} ${role}s: the product supports at most ${most}`, 'list fewer hosts'),
      ];
    if (count < bare)
      return [
        roleFinding(role, `${count} ${role}: the product refuses fewer than ${bare}`, 'list more hosts'),
      ];
    if (count >= least || accepted) return [];
    return [
      roleFinding(
        role,
        `${count} ${role}${count === 1 ? '' : 's'}: at least ${least} are needed to survive a failure`,
        'list more hosts, or accept it with topology: { below_minimum: accept }',
      ),
    ];
  });

export const belowMinimum: Rule = (seen) =>
  ours(seen)
    .filter((role) => countOf(seen.hosts, role) < MINIMUMS[role].recommended)
    .map((role) =>
      roleFinding(
        role,
        `${countOf(seen.hosts, role)} of at least ${MINIMUMS[role].recommended} ${role}s: the first failure stops the cluster`,
      ),
    );

export const evenDatabases: Rule = (seen) =>
  ours(seen)
    .filter((role) => MINIMUMS[role].odd && countOf(seen.hosts, role) % 2 === 0)
    .map((role) => {
      const count = countOf(seen.hosts, role);
      return roleFinding(
        role,
        `${count} ${role}s survive no more failures than ${count - 1}`,
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
