import { FORCE_NEW_CLUSTER } from '../../components/etcd/force-new-cluster.ts';
import { patroniCommands } from '../../components/patroni/commands.ts';
import { BROKER_STATUS, forgetBrokerOffline } from '../../components/rabbitmq/commands.ts';
import { hostsOf, type Cluster, type Host } from '../../model/cluster.ts';
import type { HostName, Service } from '../../model/names.ts';
import { commandStep, type QuorateCommand } from '../../model/next-step.ts';
import { commandToLog } from '../../model/host/command-text.ts';
import type { Recovery, RecoveryStep } from '../../model/health/recovery.ts';
import { STATE_DIRECTORY } from '../../model/stored-formats.ts';
import { unregisterBroker } from './commands/brokers.ts';
import { brokerNodeName } from '../../components/rabbitmq/node-name.ts';
import type { Release } from './product/releases.ts';
import { knownRelease } from './product/versions.ts';

/** The commands that recover a service, in order; none if it is healthy. */
export function recoverySteps(cluster: Cluster, recovery: Recovery): readonly RecoveryStep[] {
  const release = knownRelease(cluster.version);
  const { service, state, left, unreachable } = recovery;
  const [kept, ...others] = left;
  if (state === 'healthy') return [];
  if (kept === undefined) return [{ host: 'here', run: commandStep('deploy'), note: EMPTY_HOSTS }];
  const start = `sudo cfy_manager ${release.startCommand.join(' ')}`;
  if (state === 'stopped' || service === 'manager')
    return left.map((host) => ({ host, run: start, note: IF_STOPPED[service] }));
  return [
    ...others.flatMap((host) => emptied(release, host)),
    { host: kept, run: `sudo cfy_manager ${release.stopCommand.join(' ')}` },
    ...ALONE[service](cluster, kept).map((step) => ({ host: kept, ...step })),
    ...grown(cluster, [...others, ...unreachable]),
  ];
}

const IF_STOPPED: Readonly<Record<Service, string>> = {
  database: 'skip this command if the database runs',
  broker: 'skip this command if the broker runs',
  manager:
    'run this command once databases and brokers are healthy; skip it if the manager is healthy by then',
};

/**
 * Adds the members again that are not kept. The operator first removes all but the first of them from the inventory,
 * because every command connects to all hosts that the inventory lists. The first one stays, because an inventory needs
 * two databases.
 */
function grown(cluster: Cluster, gone: readonly HostName[]): readonly RecoveryStep[] {
  const [first, ...rest] = cluster.hosts.filter(({ name }) => gone.includes(name));
  if (!first) return [];
  const out = rest.map(({ name }) => name).join(', ');
  const command = `add-${first.role.replace('_', '-')}` as QuorateCommand;
  return [
    ...unregistered(cluster, [first, ...rest]),
    ...(rest.length > 0 ? [edit(`remove ${out}, and add topology: { below_minimum: accept }`)] : []),
    {
      host: 'here',
      run: commandStep(command, { host: first.name }),
      note: `${first.name} must be an empty host`,
    },
    ...rest.map(({ name, address }) => ({
      host: 'here',
      run: commandStep(command, { host: name, flags: ['--address', address] }),
      note: `${name} must be an empty host; it may have another address`,
    })),
    ...(rest.length > 0 ? [edit('remove the key topology again')] : []),
  ];
}

/** Unregisters lost brokers on one manager, and lost databases, which the inventory no longer lists, on every manager. */
function unregistered(cluster: Cluster, gone: readonly Host[]): readonly RecoveryStep[] {
  const managers = hostsOf(cluster, 'manager');
  if (gone[0]?.role === 'broker') {
    return managers.slice(0, 1).flatMap(({ name }) =>
      gone.map((one) => ({
        host: name,
        run: `sudo ${commandToLog(unregisterBroker(brokerNodeName(cluster, one)))}`,
      })),
    );
  }
  const { databasesRemoveCommand } = knownRelease(cluster.version);
  const run = (one: Host) => `sudo cfy_manager ${databasesRemoveCommand.join(' ')} ${one.privateIp}`;
  return managers.flatMap(({ name }) => gone.slice(1).map((one) => ({ host: name, run: run(one) })));
}

const edit = (note: string): RecoveryStep => ({ host: 'here', run: { kind: 'edit-inventory' }, note });

const EMPTY_HOSTS = `before: empty the hosts, and remove ${STATE_DIRECTORY} from every host that has receipts of the service; after: restore a snapshot with cfy snapshots restore`;

/** Removes the installation of a host that is not kept, so that it cannot interfere. */
function emptied({ removeCommand }: Release, host: HostName): readonly RecoveryStep[] {
  return [
    {
      host,
      run: `sudo cfy_manager ${removeCommand.join(' ')}`,
      note: `this discards the copy of the data on ${host}`,
    },
    { host, run: `sudo rm -r ${STATE_DIRECTORY}` },
  ];
}

type OnKept = (cluster: Cluster, kept: HostName) => readonly Omit<RecoveryStep, 'host'>[];

/** Makes the stopped member the whole cluster and starts it. */
const ALONE: Readonly<Record<Exclude<Service, 'manager'>, OnKept>> = {
  database: databaseAlone,
  broker: brokerAlone,
};

/** etcd reads its settings from its environment, which is in a file that depends on the release. */
function databaseAlone(cluster: Cluster, kept: HostName): ReturnType<OnKept> {
  const address = hostsOf(cluster, 'database').find(({ name }) => name === kept)?.privateIp ?? kept;
  const { etcdEnvironment, startCommand } = knownRelease(cluster.version);
  const { force, undo } = FORCE_NEW_CLUSTER_IN[etcdEnvironment];
  const patroni = patroniCommands('sudo -u postgres /opt/patroni/bin/patronictl -c /etc/patroni.conf');
  return [
    { run: 'sudo cp -a /var/lib/etcd /var/lib/etcd.before' },
    { run: force },
    { run: `sudo cfy_manager ${startCommand.join(' ')}` },
    ...undo.map((run) => ({ run, note: 'otherwise the next start of etcd removes the members again' })),
    { run: patroni.list, note: `if ${kept} is the leader after a minute, skip the next step` },
    {
      run: patroni.failover(`pg${address.replaceAll(/[.:]/g, '_')}`),
      note: `${kept} was not synchronous; this accepts the loss of the last commits`,
    },
  ];
}

const SUPERVISED = '/etc/supervisord.d/etcd.cloudify.conf';

/** The command that makes the next start of etcd form a new cluster of itself, and those that undo the setting. */
const FORCE_NEW_CLUSTER_IN: Readonly<
  Record<Release['etcdEnvironment'], { readonly force: string; readonly undo: readonly string[] }>
> = {
  'etcd.conf': {
    force: `echo ${FORCE_NEW_CLUSTER}=true | sudo tee -a /etc/etcd/etcd.conf`,
    undo: [`sudo sed -i /^${FORCE_NEW_CLUSTER}/d /etc/etcd/etcd.conf`],
  },
  // `cfy_manager start` makes supervisord reread the file (utils/service.py), and the last command does so again.
  supervisord: {
    force: `sudo sed -i 's/^environment=/&${FORCE_NEW_CLUSTER}="true",/' ${SUPERVISED}`,
    undo: [
      `sudo sed -i 's/${FORCE_NEW_CLUSTER}="true",//' ${SUPERVISED}`,
      'sudo supervisorctl -c /etc/supervisord.conf update etcd',
    ],
  },
};

function brokerAlone(cluster: Cluster, kept: HostName): ReturnType<OnKept> {
  const others = hostsOf(cluster, 'broker').filter(({ name }) => name !== kept);
  return [
    ...others.map((host) => ({
      run: `sudo ${forgetBrokerOffline(brokerNodeName(cluster, host))}`,
    })),
    { run: `sudo cfy_manager ${knownRelease(cluster.version).startCommand.join(' ')}` },
    { run: `sudo ${BROKER_STATUS}`, note: `check that ${kept} is the only node and runs` },
  ];
}
