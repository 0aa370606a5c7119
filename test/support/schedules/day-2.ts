import { hostNamed, type Cluster } from '../../../src/model/cluster.ts';
import type { HostName, Role } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import { switchoverChange } from '../../../src/plan/build/named-change.ts';
import { addOf, deployOf, planOf, reinitOf, removeOf, replaceOf, restartOf, without } from '../day-2.ts';
import type { Scene } from './scenes.ts';

interface Named {
  readonly name: HostName;
  readonly role: Role;
}

const db4: Named = { name: 'db4', role: 'database' };
const rabbit4: Named = { name: 'rabbit4', role: 'broker' };
const manager3: Named = { name: 'manager3', role: 'manager' };
const lb2: Named = { name: 'lb2', role: 'load_balancer' };
const SPARES = [db4, rabbit4, manager3, { name: 'manager4', role: 'manager' }, lb2] as const;

/** The fewest hosts that the commands need. There are two managers, because a single manager cannot be restarted. */
const balanced = grown();
const small = without(['lb1'], balanced);

/** The lab's hosts and the given spares, grouped by role as in an inventory. */
function grown(...spares: readonly Named[]): Cluster {
  const names = spares.map(({ name }) => name);
  return without(SPARES.map(({ name }) => name).filter((name) => !names.includes(name)));
}

/** A cluster without and with the given host. */
function pair(named: Named): { readonly less: Cluster; readonly more: Cluster } {
  const isBalanced = named.role === 'manager' || named.role === 'load_balancer';
  const more = grown(named);
  return isBalanced ? { less: balanced, more } : { less: small, more: without(['lb1'], more) };
}

function add(named: Named): Scene {
  const { less, more } = pair(named);
  const plans = { before: deployOf(less), plan: addOf(more, named), after: deployOf(more) };
  return { name: `add-${named.role}`, cluster: more, ...plans };
}

function remove(named: Named): Scene {
  const { less, more } = pair(named);
  const plans = { before: deployOf(more), plan: removeOf(more, named), after: deployOf(less) };
  return { name: `remove-${named.role}`, cluster: more, ...plans };
}

function removeLost(named: Named): Scene {
  const { more } = pair(named);
  const host = { down: named.name, plan: removeOf(more, named, true) };
  return { ...remove(named), name: `lost-${named.role}`, ...host };
}

function replace(named: Named): Scene {
  const { less } = pair(named);
  const plan = replaceOf(less, named, [hostNamed(less, named.name)]);
  const deploy = deployOf(less);
  const plans = { before: deploy, plan, after: deploy };
  return { name: `replace-${named.role}`, cluster: less, wiped: named.name, ...plans };
}

/** A command that does not change the members. */
function sameMembers(name: string, plan: Plan, cluster = small): Scene {
  const deploy = deployOf(cluster);
  return { name, cluster, leader: 'db1', before: deploy, plan, after: deploy };
}

/** A repeated switchover: it only acts if db1 is still the leader. */
const switchover: Scene = {
  ...sameMembers(
    'switchover',
    planOf('switchover', small, switchoverChange(small, { to: 'sync-standby', onlyFrom: { host: 'db1' } })),
  ),
  formerLeader: 'db1',
};
const restarted = sameMembers('restart', restartOf(balanced, 'all', 'asked for once'), balanced);

/** Not in DAY_2, because the command is refused if faults have made db2 the leader. */
export const reinitialize = sameMembers('reinit-database', reinitOf(small, 'db2'));

/** All other commands on a running cluster. */
export const DAY_2: readonly Scene[] = [
  add(db4),
  remove(db4),
  { ...remove(db4), name: 'remove-leader', leader: db4.name },
  removeLost(db4),
  replace({ name: 'db2', role: 'database' }),
  add(rabbit4),
  remove(rabbit4),
  removeLost(rabbit4),
  replace({ name: 'rabbit1', role: 'broker' }),
  add(manager3),
  remove(manager3),
  removeLost(manager3),
  replace({ name: 'manager1', role: 'manager' }),
  add(lb2),
  remove(lb2),
  removeLost(lb2),
  replace({ name: 'lb1', role: 'load_balancer' }),
  switchover,
  { ...restarted, name: 'restart-all' },
];
