import type { AbsolutePath, Service } from '../../model/names.ts';
import { brokerPaths, databasePaths, installMarker } from '../../platforms/native/paths.ts';
import { joinBroker, startBrokerNode, startNewBroker } from '../services/broker.ts';
import { startDatabase, startPatroni } from '../services/database.ts';
import { startParameters } from './parameters.ts';
import { bootstrapOrJoinDatabase, findLiveCluster, listsMember } from '../services/database-members.ts';
import { textFile } from '../world/files.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import type { ProgramContext, ProgramRun } from '../commands/usage.ts';
import { brokerSettings, readEtcdSettings, textAt } from './files.ts';

/** RestartSec of etcd's unit. */
const RETRY_MS = 2_000;
/** Attempts of a joining broker to reach its seed, one a second. */
const SEED_ATTEMPTS = 600;

/** Starts etcd of a database. @returns an error text, or undefined if it runs */
export function startEtcd(world: World, host: SimulatedHost): string | undefined {
  if (host.database) return startDatabase(world, host);
  const settings = readEtcdSettings(host);
  if (!settings) return `${databasePaths.etcdConfig}: no such file or directory`;
  const { token, members, joins } = settings;
  const address = host.spec.privateIp;
  const { live } = findLiveCluster(world, host, token);
  if (joins && !(live && listsMember(live, address))) return 'member count is unequal';
  const ca = textAt(host, databasePaths.ca);
  const etcdCa = textAt(host, databasePaths.etcdCa);
  bootstrapOrJoinDatabase(world, host, { token, members, address, ca, etcdCa });
  return undefined;
}

/** Starts etcd again and again until it runs, as its unit does, while the unit is requested. */
export function requestEtcd(world: World, host: SimulatedHost): void {
  if (startEtcd(world, host) === undefined || !host.files.has(databasePaths.etcdConfig)) return;
  world.after(RETRY_MS, () => {
    if (!host.database && host.up) requestEtcd(world, host);
  });
}

/** Starts Patroni, which waits for etcd. */
export function startPatroniUnit(world: World, host: SimulatedHost): void {
  if (!host.database) return;
  if (host.database.patroniSince === Infinity) startPatroni(world, host);
  host.database.parameters = startParameters(world, host);
  mark(world, host, 'database');
}

/** Starts RabbitMQ. A broker without data joins its seed, or becomes a cluster of its own if it has none. */
export function* startRabbit({ world, host, err }: ProgramContext): ProgramRun {
  if (host.broker) {
    const fault = startBrokerNode(world, host);
    if (fault) err(fault);
    else mark(world, host, 'broker');
    return fault ? 1 : 0;
  }
  const settings = brokerSettings(host);
  if (!settings) return 1;
  yield world.takes('start new broker');
  const { seed, ...given } = settings;
  const member = startNewBroker(world, host, { ...given, ca: textAt(host, brokerPaths.ca) });
  if (seed !== undefined) {
    member.appRunning = false;
    for (let attempt = 1; joinBroker(world, host, seed) !== undefined; attempt += 1) {
      if (attempt === SEED_ATTEMPTS) return 1;
      yield 1_000;
    }
    Object.assign(member, { appRunning: true, readyAt: world.now() + world.takes('joined broker ready') });
  }
  yield world.takes('broker unit ready');
  mark(world, host, 'broker');
  return 0;
}

function mark(world: World, host: SimulatedHost, service: Service): void {
  const mtime = world.now() + host.clockOffsetMs;
  host.files.set(installMarker(service), textFile('', { mode: 0o755, owner: 'root:root', mtime }));
}

/** Forgets the members whose data was deleted. */
export function forgetMembers(host: SimulatedHost, directories: readonly AbsolutePath[]): void {
  if (directories.includes(databasePaths.etcdData)) host.database = undefined;
  if (directories.includes('/var/lib/rabbitmq/mnesia')) host.broker = undefined;
}
