import type { AbsolutePath } from '../../model/names.ts';
import { hasQuorum, running } from '../services/database.ts';
import { runs } from '../services/broker.ts';
import { isOk, restAnswers } from '../services/manager.ts';
import type { ManagerMember } from '../world/state.ts';
import { installedRelease } from '../cloudify/release.ts';
import { row } from '../cloudify/table.ts';
import type { Here, Program, Known } from './usage.ts';

/** The CLI on a manager, with root's own profile `manager-local`. */
export const cfy: Known = {
  questions: {
    'cluster status [--json]': (here) => onManager(here, clusterStatus),
    'cluster managers list': (here) => onManager(here, listManagers),
    'cluster brokers list': (here) => onManager(here, listBrokers),
    'license list': (here) => onManager(here, listLicense),
    'license check': (here) => onManager(here, checkLicense),
    'profiles list': (here) => onManager(here, listProfiles),
  },
  actions: {
    'cluster update-profile': (here) => onManager(here, updateProfile),
    'cluster db-nodes update': (here) => onManager(here, updateDatabaseNodes),
    'cluster brokers add NAME ADDRESS [-n JSON]': (here, { NAME = '', ADDRESS = '' }) =>
      onManager(here, (member) => addBroker(here, member, { name: NAME, address: ADDRESS })),
    'cluster brokers remove NAME': (here, { NAME = '' }) =>
      onManager(here, (member) => removeBroker(here, member, NAME)),
    'cluster remove NAME': (here, { NAME = '' }) =>
      onManager(here, (member) => removeManager(here, member, NAME)),
    'license upload PATH': (here, { PATH = '' }) =>
      onManager(here, (member) => uploadLicense(here, member, PATH)),
  },
};

type Action = (member: ManagerMember, here: Here) => number;

function* onManager(here: Here, action: Action): Program {
  yield 1_500;
  const { manager } = here.host;
  if (manager && restAnswers(here.world, here.host) && isOk(here.world, here.host))
    return action(manager, here);
  return refuse(here, 'An error occurred on the server: 500 (is this manager up?)');
}

function updateProfile({ hostname }: ManagerMember, here: Here): number {
  here.out(`Adding cluster node ${hostname} to local profile manager cluster`);
  return 0;
}

/** Newer than the first releases that knew clusters. */
function updateDatabaseNodes({ hostname }: ManagerMember, here: Here): number {
  if (!installedRelease(here.world, here.host).databaseNodesUpdate)
    return refuse(here, 'Error: No such command "db-nodes".');
  return effect(here, `databases read anew by ${hostname}`);
}

function clusterStatus(member: ManagerMember, { world, out }: Here): number {
  const { database } = member;
  const hosts = [...world.hosts.values()];
  const all = <T>(list: readonly T[], good: (item: T) => boolean) => (list.every(good) ? 'OK' : 'Degraded');
  const services = {
    manager: {
      status: all(
        hosts.filter((host) => host.manager),
        (host) => restAnswers(world, host),
      ),
    },
    db: {
      status: !hasQuorum(world, database)
        ? 'Fail'
        : all(database.members, ({ address }) =>
            running(world, database).some((host) => host.database?.address === address),
          ),
    },
    broker: {
      status: all(
        hosts.filter((host) => host.broker),
        (host) => runs(world, host),
      ),
    },
  };
  const states = Object.values(services).map(({ status }) => status);
  const status = ['Fail', 'Degraded'].find((state) => states.includes(state)) ?? 'OK';
  out(JSON.stringify({ status, services }));
  return 0;
}

function listManagers({ database }: ManagerMember, { out }: Here): number {
  out(row(['hostname', 'private_ip', 'public_ip']));
  for (const [name, { privateIp, publicIp }] of database.registry.managers)
    out(row([name, privateIp, publicIp]));
  return 0;
}

function listBrokers({ database }: ManagerMember, { out }: Here): number {
  out(row(['name', 'port', 'networks', 'is_external', 'host']));
  for (const [name, address] of database.registry.brokers) out(row([name, '5671', '', 'False', address]));
  return 0;
}

function addBroker(here: Here, member: ManagerMember, given: { name: string; address: string }): number {
  const { brokers } = member.database.registry;
  if (brokers.has(given.name)) return refuse(here, `409: a broker named ${given.name} exists already`);
  brokers.set(given.name, given.address);
  return effect(here, `broker ${given.name} registered`);
}

function removeBroker(here: Here, { database }: ManagerMember, name: string): number {
  if (!database.registry.brokers.delete(name)) return refuse(here, `404: no broker named ${name}`);
  return effect(here, `broker ${name} unregistered`);
}

function removeManager(here: Here, { database }: ManagerMember, name: string): number {
  if (!database.registry.managers.delete(name)) return refuse(here, `404: no manager named ${name}`);
  return effect(here, `manager ${name} unregistered`);
}

function uploadLicense(here: Here, { database }: ManagerMember, path: string): number {
  if (!here.host.files.has(path as AbsolutePath)) return refuse(here, `Failed to read ${path}`);
  database.registry.license = true;
  here.out('Cloudify license successfully uploaded.');
  return effect(here, 'license uploaded');
}

function listLicense({ database }: ManagerMember, { out }: Here): number {
  out(row(['customer_id', 'expiration_date', 'license_edition']));
  if (database.registry.license) out(row(['simulated', '2099-12-31', 'Premium']));
  return 0;
}

function checkLicense({ database }: ManagerMember, here: Here): number {
  return database.registry.license ? 0 : refuse(here, 'No license is uploaded');
}

function listProfiles(_member: ManagerMember, { out }: Here): number {
  out(row(['*manager-local']));
  return 0;
}

function effect({ world, host }: Here, what: string): number {
  world.note({ host: host.name, kind: 'effect', what });
  return 0;
}

function refuse({ err }: Here, why: string): number {
  err(why);
  return 1;
}
