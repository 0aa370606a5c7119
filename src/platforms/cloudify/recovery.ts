import { hostsOf, type Cluster, type Host } from '../../model/cluster.ts';
import type { HostName, Service } from '../../model/names.ts';
import type { Recovery } from '../../model/health/recovery.ts';
import { brokerNodeName } from './product/members.ts';
import type { Release } from './product/releases.ts';
import { knownRelease } from './product/versions.ts';

/** One command for a person to run. */
export interface ManualStep {
  /** `here`: on their own machine. */
  readonly host: HostName;
  readonly run: string;
  /** What to look for, or when to leave it out. */
  readonly note?: string;
}

/** The commands that bring a service back, in their order; none where it is well. `INVENTORY` stands for the file. */
export function manualSteps(cluster: Cluster, recovery: Recovery): readonly ManualStep[] {
  const release = knownRelease(cluster.version);
  const { service, state, left, dead } = recovery;
  const [kept, ...others] = left;
  if (state === 'well') return [];
  if (kept === undefined) return [{ host: 'here', run: `quorate deploy INVENTORY`, note: ANEW }];
  const start = `sudo cfy_manager ${release.startCommand.join(' ')}`;
  if (state === 'stopped' || service === 'manager')
    return left.map((host) => ({ host, run: start, note: IF_STOPPED[service] }));
  return [
    ...others.flatMap((host) => emptied(release, host)),
    { host: kept, run: `sudo cfy_manager ${release.stopCommand.join(' ')}` },
    ...ALONE[service](cluster, kept).map((step) => ({ host: kept, ...step })),
    ...grown(cluster, [...others, ...dead]),
  ];
}

const IF_STOPPED: Readonly<Record<Service, string>> = {
  database: 'where it does not run already',
  broker: 'where it does not run already',
  manager: 'when databases and brokers are well, and only if it is not by then',
};

/**
 * The dead leave the inventory by hand, since every command connects to all that it lists; but for the first: fewer than
 * two databases are no inventory.
 */
function grown(cluster: Cluster, gone: readonly HostName[]): readonly ManualStep[] {
  const [first, ...rest] = cluster.hosts.filter(({ name }) => gone.includes(name));
  if (!first) return [];
  const out = rest.map(({ name }) => name).join(', ');
  const command = `quorate add-${first.role} INVENTORY`;
  return [
    ...unregistered(cluster, [first, ...rest]),
    ...(rest.length > 0 ? [edit(`take ${out} out, and put topology: { below_minimum: accept } in`)] : []),
    { host: 'here', run: `${command} ${first.name}`, note: `${first.name} is a bare machine by now` },
    ...rest.map(({ name, address }) => ({
      host: 'here',
      run: `${command} ${name} --address ${address}`,
      note: 'a bare machine, at that address or another',
    })),
    ...(rest.length > 0 ? [edit('take topology out again')] : []),
  ];
}

/** Managers forget the brokers, once; of databases each forgets those that the inventory lists no more. */
function unregistered(cluster: Cluster, gone: readonly Host[]): readonly ManualStep[] {
  const managers = hostsOf(cluster, 'manager');
  if (gone[0]?.role === 'broker') {
    return managers
      .slice(0, 1)
      .flatMap(({ name }) =>
        gone.map((one) => ({ host: name, run: `cfy cluster brokers remove ${one.name}` })),
      );
  }
  const { databasesRemoveCommand } = knownRelease(cluster.version);
  const run = (one: Host) => `sudo cfy_manager ${databasesRemoveCommand.join(' ')} ${one.privateIp}`;
  return managers.flatMap(({ name }) => gone.slice(1).map((one) => ({ host: name, run: run(one) })));
}

const edit = (note: string): ManualStep => ({ host: 'here', run: '$EDITOR INVENTORY', note });

const ANEW =
  'on bare machines, when /var/lib/quorate is removed from all hosts that remember the service; then restore a snapshot: cfy snapshots restore';

/** It is no member of what is brought back, and must not come in between. */
function emptied({ removeCommand }: Release, host: HostName): readonly ManualStep[] {
  return [
    { host, run: `sudo cfy_manager ${removeCommand.join(' ')}`, note: 'its copy is given up' },
    { host, run: 'sudo rm -r /var/lib/quorate' },
  ];
}

type OnKept = (cluster: Cluster, kept: HostName) => readonly Omit<ManualStep, 'host'>[];

/** Once it is stopped: how it is made the whole cluster, and started. */
const ALONE: Readonly<Record<Exclude<Service, 'manager'>, OnKept>> = {
  database: databaseAlone,
  broker: brokerAlone,
};

/** etcd reads its settings from the environment that etcd.conf makes, under systemd and supervisord alike (config/supervisord/etcd.conf). */
function databaseAlone(cluster: Cluster, kept: HostName): ReturnType<OnKept> {
  const address = hostsOf(cluster, 'database').find(({ name }) => name === kept)?.privateIp ?? kept;
  const patronictl = 'sudo -u postgres /opt/patroni/bin/patronictl -c /etc/patroni.conf';
  return [
    { run: 'sudo cp -a /var/lib/etcd /var/lib/etcd.before' },
    { run: 'echo ETCD_FORCE_NEW_CLUSTER=true | sudo tee -a /etc/etcd/etcd.conf' },
    { run: `sudo cfy_manager ${knownRelease(cluster.version).startCommand.join(' ')}` },
    {
      run: `sudo sed -i /^ETCD_FORCE_NEW_CLUSTER/d /etc/etcd/etcd.conf`,
      note: 'or it throws its members out again at its next start',
    },
    { run: `${patronictl} list`, note: `is ${kept} the leader after a minute? Then leave the next out` },
    {
      run: `${patronictl} failover --candidate pg${address.replaceAll(/[.:]/g, '_')} --force`,
      note: 'it was not synchronous: this accepts that the last commits are lost',
    },
  ];
}

function brokerAlone(cluster: Cluster, kept: HostName): ReturnType<OnKept> {
  const others = hostsOf(cluster, 'broker').filter(({ name }) => name !== kept);
  return [
    ...others.map((host) => ({
      run: `sudo rabbitmqctl forget_cluster_node --offline rabbit@${brokerNodeName(cluster, host)}`,
    })),
    { run: `sudo cfy_manager ${knownRelease(cluster.version).startCommand.join(' ')}` },
    { run: 'sudo rabbitmqctl cluster_status', note: `${kept} is the only node, and runs` },
  ];
}
