import { MINIMUMS } from '../../model/minimums.ts';
import { ROLES } from '../../model/names.ts';
import type { Role } from '../../model/names.ts';
import type { Finding } from '../problems.ts';
import type { Rule, Seen } from './rule.ts';
import type { Path } from '../yaml/source.ts';

/** The roles with hosts of ours, all of them known: how many an external service has is its own business. */
const ours = ({ raw, dropped }: Seen): readonly Role[] =>
  ROLES.filter((role) => {
    const key = `${role}s` as const;
    return raw[key]?.hosts !== undefined && !dropped.some((path) => isHostOrMore(path, key));
  });

/** The role itself, its list of hosts, or a whole one of them. */
const isHostOrMore = (path: Path, key: string): boolean =>
  path[0] === key && (path.length === 1 || (path[1] === 'hosts' && path.length <= 3));

export const enoughHosts: Rule = (seen) =>
  ours(seen).flatMap((role) => {
    const { raw, hosts } = seen;
    const { hardMinimum: bare, recommended: least, most = Infinity } = MINIMUMS[role];
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

export const belowMinimum: Rule = (seen) =>
  ours(seen)
    .filter((role) => countOf(seen.hosts, role) < MINIMUMS[role].recommended)
    .map((role) =>
      floorFinding(
        role,
        `${countOf(seen.hosts, role)} of at least ${MINIMUMS[role].recommended} ${role}s: the first failure stops the cluster`,
      ),
    );

export const evenDatabases: Rule = (seen) =>
  ours(seen)
    .filter((role) => MINIMUMS[role].odd && countOf(seen.hosts, role) % 2 === 0)
    .map((role) => {
      const count = countOf(seen.hosts, role);
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
