import { hostNamed, type Cluster, type Host } from '../../../src/model/cluster.ts';
import type { Change } from '../../../src/model/change.ts';
import type { HostName, Role } from '../../../src/model/names.ts';
import type { Plan } from '../../../src/model/plan/plan.ts';
import {
  addChange,
  DEPLOY,
  reconfigureChange,
  reinitChange,
  removeChange,
  replaceChange,
  restartChange,
  switchoverChange,
} from '../../../src/plan/build/named-change.ts';
import { cluster as ten, planOf } from '../../unit/platforms/native/fixture.ts';
import type { Scene } from './scenes.ts';

const DB4 = 'db4';
const RABBIT4 = 'rabbit4';

/** Three databases, three brokers and one load balancer. */
const seven = without(['rabbit4', 'rabbit5', 'lb2'], ten);
const withDb4: Cluster = { ...seven, hosts: [...seven.hosts, likeHost('db3', DB4)] };
const withRabbit4: Cluster = { ...seven, hosts: [...seven.hosts, hostNamed(ten, RABBIT4)] };

function without(names: readonly HostName[], cluster: Cluster): Cluster {
  return { ...cluster, hosts: cluster.hosts.filter(({ name }) => !names.includes(name)) };
}

function likeHost(like: HostName, name: HostName): Host {
  const address = '10.20.0.14';
  const same = { name, hostname: name, address, privateIp: address, publicIp: address };
  return { ...hostNamed(ten, like), ...same };
}

/** `seven` with a parameter that every database must restart for. */
const changed: Cluster = {
  ...seven,
  native: { ...seven.native!, parameters: { ...seven.native!.parameters, max_connections: 500 } },
};

/** Three load balancers with a virtual address. */
const balanced: Cluster = {
  ...seven,
  hosts: [...seven.hosts, hostNamed(ten, 'lb2'), likeHost('lb2', 'lb3')],
  virtualIp: { address: '10.20.0.40', prefixLength: 24, interface: 'eth0' },
};

const deploy = (cluster: Cluster): Plan => planOf('deploy', DEPLOY, cluster);

interface Command {
  readonly name: string;
  readonly cluster: Cluster;
  readonly playbook: string;
  readonly change: Change;
  /** The cluster after the command; `cluster` by default. */
  readonly later?: Cluster;
  readonly before?: Cluster;
}

function sceneOf({ name, cluster, playbook, change, later = cluster, before = cluster }: Command): Scene {
  const plan = planOf(playbook, change, cluster);
  return { name: `native-${name}`, cluster, before: deploy(before), plan, after: deploy(later) };
}

function add(cluster: Cluster, role: Role, name: HostName): Scene {
  const change = addChange(cluster, { name, role });
  return sceneOf({ name: `add-${role}`, cluster, playbook: `add-${role}`, change, before: seven });
}

function remove(cluster: Cluster, role: Role, name: HostName): Scene {
  const change = removeChange(cluster, { name, role, state: 'running' });
  const later = without([name], cluster);
  return sceneOf({ name: `remove-${role}`, cluster, playbook: playbookOf('remove', role), change, later });
}

function replace(role: Role, name: HostName): Scene {
  const change = replaceChange(seven, [{ name, role, former: [hostNamed(seven, name)] }]);
  const scene = sceneOf({ name: `replace-${role}`, cluster: seven, playbook: `replace-${role}`, change });
  return { ...scene, wiped: name };
}

function playbookOf(verb: string, role: Role): string {
  return `${verb}-${role.replace('_', '-')}`;
}

/** All scenes of the native platform. */
export const NATIVE: readonly Scene[] = [
  { name: 'native-deploy', cluster: seven, plan: deploy(seven) },
  add(withDb4, 'database', DB4),
  remove(withDb4, 'database', DB4),
  { ...remove(withDb4, 'database', DB4), name: 'native-remove-leader', leader: DB4 },
  replace('database', 'db2'),
  add(withRabbit4, 'broker', RABBIT4),
  remove(withRabbit4, 'broker', RABBIT4),
  replace('broker', 'rabbit1'),
  {
    ...sceneOf({
      ...{ name: 'restart', cluster: seven, playbook: 'restart' },
      change: restartChange(seven, { role: 'all', request: 'asked for once' }),
    }),
    leader: 'db1',
  },
  {
    ...sceneOf({
      ...{ name: 'reconfigure', cluster: changed, before: seven, playbook: 'reconfigure' },
      change: reconfigureChange(changed),
    }),
    ...{ leader: 'db1', unchanged: ['rabbit1', 'rabbit2', 'rabbit3'] },
  },
  {
    ...sceneOf({
      ...{ name: 'switchover', cluster: seven, playbook: 'switchover' },
      change: switchoverChange(seven, { to: 'sync-standby', onlyFrom: { host: 'db1' } }),
    }),
    ...{ leader: 'db1', formerLeader: 'db1' },
  },
  { name: 'native-deploy-virtual-ip', cluster: balanced, plan: deploy(balanced) },
  remove(balanced, 'load_balancer', 'lb1'),
];

/** The command is refused if faults have made db2 the leader, so that only its own schedules use it. */
export const nativeReinitialize: Scene = {
  ...sceneOf({
    ...{ name: 'reinit-database', cluster: seven, playbook: 'reinit-database' },
    change: reinitChange(seven, 'db2'),
  }),
  leader: 'db1',
};
