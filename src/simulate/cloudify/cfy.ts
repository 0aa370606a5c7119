import type { AbsolutePath } from '../../model/names.ts';
import { hasQuorum, runningHosts } from '../services/database.ts';
import { isBrokerRunning } from '../services/broker.ts';
import { isOk, isRestServing } from '../services/manager.ts';
import type { ManagerMember } from '../world/state.ts';
import { installedRelease } from './release.ts';
import { tableRow } from './product.ts';
import type { ProgramContext, ProgramRun, ProgramUsages } from '../commands/usage.ts';

/** Usages of `cfy` on a manager, with root's profile `manager-local`. */
export const cfyUsages: ProgramUsages = {
  questions: {
    'cluster status [--json]': (context) => onManager(context, clusterStatus),
    'cluster managers list': (context) => onManager(context, listManagers),
    'cluster brokers list': (context) => onManager(context, listBrokers),
    'license list': (context) => onManager(context, listLicense),
    'license check': (context) => onManager(context, checkLicense),
    'profiles list': (context) => onManager(context, listProfiles),
  },
  actions: {
    'cluster update-profile': (context) => onManager(context, updateProfile),
    'cluster db-nodes update': (context) => onManager(context, updateDatabaseNodes),
    'cluster brokers add NAME ADDRESS [-n JSON]': (context, { NAME = '', ADDRESS = '' }) =>
      onManager(context, (member) => addBroker(context, member, { name: NAME, address: ADDRESS })),
    'cluster brokers remove NAME': (context, { NAME = '' }) =>
      onManager(context, (member) => removeBroker(context, member, NAME)),
    'cluster remove NAME': (context, { NAME = '' }) =>
      onManager(context, (member) => removeManager(context, member, NAME)),
    'license upload PATH': (context, { PATH = '' }) =>
      onManager(context, (member) => uploadLicense(context, member, PATH)),
  },
};

type Action = (member: ManagerMember, context: ProgramContext) => number;

function* onManager(context: ProgramContext, action: Action): ProgramRun {
  yield 1_500;
  const { manager } = context.host;
  if (manager && isRestServing(context.world, context.host) && isOk(context.world, context.host))
    return action(manager, context);
  return refuse(context, 'An error occurred on the server: 500 (is this manager up?)');
}

function updateProfile({ hostname }: ManagerMember, context: ProgramContext): number {
  context.out(`Adding cluster node ${hostname} to local profile manager cluster`);
  return 0;
}

/** Simulates `cfy cluster db-nodes update`, which the first releases with clusters do not have. */
function updateDatabaseNodes({ hostname }: ManagerMember, context: ProgramContext): number {
  if (!installedRelease(context.world, context.host).databaseNodesUpdate)
    return refuse(context, 'Error: No such command "db-nodes".');
  return effect(context, `databases reloaded by ${hostname}`);
}

function clusterStatus(member: ManagerMember, { world, out }: ProgramContext): number {
  const { database } = member;
  const hosts = [...world.hosts.values()];
  const all = <T>(list: readonly T[], good: (item: T) => boolean) => (list.every(good) ? 'OK' : 'Degraded');
  const services = {
    manager: {
      status: all(
        hosts.filter((host) => host.manager),
        (host) => isRestServing(world, host),
      ),
    },
    db: {
      status: !hasQuorum(world, database)
        ? 'Fail'
        : all(database.members, ({ address }) =>
            runningHosts(world, database).some((host) => host.database?.address === address),
          ),
    },
    broker: {
      status: all(
        hosts.filter((host) => host.broker),
        (host) => isBrokerRunning(world, host),
      ),
    },
  };
  const states = Object.values(services).map(({ status }) => status);
  const status = ['Fail', 'Degraded'].find((state) => states.includes(state)) ?? 'OK';
  out(JSON.stringify({ status, services }));
  return 0;
}

function listManagers({ database }: ManagerMember, { out }: ProgramContext): number {
  out(tableRow(['hostname', 'private_ip', 'public_ip']));
  for (const [name, { privateIp, publicIp }] of database.registry.managers)
    out(tableRow([name, privateIp, publicIp]));
  return 0;
}

function listBrokers({ database }: ManagerMember, { out }: ProgramContext): number {
  out(tableRow(['name', 'port', 'networks', 'is_external', 'host']));
  for (const [name, address] of database.registry.brokers)
    out(tableRow([name, '5671', '', 'False', address]));
  return 0;
}

function addBroker(
  context: ProgramContext,
  member: ManagerMember,
  given: { name: string; address: string },
): number {
  const { brokers } = member.database.registry;
  if (brokers.has(given.name)) return refuse(context, `409: a broker named ${given.name} exists already`);
  brokers.set(given.name, given.address);
  return effect(context, `broker ${given.name} registered`);
}

function removeBroker(context: ProgramContext, { database }: ManagerMember, name: string): number {
  if (!database.registry.brokers.delete(name)) return refuse(context, `404: no broker named ${name}`);
  return effect(context, `broker ${name} unregistered`);
}

function removeManager(context: ProgramContext, { database }: ManagerMember, name: string): number {
  if (!database.registry.managers.delete(name)) return refuse(context, `404: no manager named ${name}`);
  return effect(context, `manager ${name} unregistered`);
}

function uploadLicense(context: ProgramContext, { database }: ManagerMember, path: string): number {
  if (!context.host.files.has(path as AbsolutePath)) return refuse(context, `Failed to read ${path}`);
  database.registry.license = true;
  context.out('Cloudify license successfully uploaded.');
  return effect(context, 'license uploaded');
}

function listLicense({ database }: ManagerMember, { out }: ProgramContext): number {
  out(tableRow(['customer_id', 'expiration_date', 'license_edition']));
  if (database.registry.license) out(tableRow(['simulated', '2099-12-31', 'Premium']));
  return 0;
}

function checkLicense({ database }: ManagerMember, context: ProgramContext): number {
  return database.registry.license ? 0 : refuse(context, 'No license is uploaded');
}

function listProfiles(_member: ManagerMember, { out }: ProgramContext): number {
  out(tableRow(['*manager-local']));
  return 0;
}

function effect({ world, host }: ProgramContext, what: string): number {
  world.record({ host: host.name, kind: 'effect', what });
  return 0;
}

function refuse({ err }: ProgramContext, why: string): number {
  err(why);
  return 1;
}
