import { parseHistory, unreadableHistory, unreadableJob } from '../../model/host/unreadable-record.ts';
import { fileText, readOnlyMount } from '../world/host.ts';
import { LISTENER } from '../../model/host/connections.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { Answer } from '../../model/health/gate.ts';
import type { AbsolutePath } from '../../model/names.ts';
import type { SurveyRequest, FileState, Survey } from '../../transport/port.ts';
import { blockIn, pathExists } from '../world/files.ts';
import { jobFormat, jobsOf, receiptsOf } from './jobs.ts';
import { anotherHostOf, type SimulatedConnection } from './connection.ts';
import { lockHolder, hostNow, unreadableLock } from './locks.ts';
import { sha256Hex } from '../world/random.ts';
import { runCommand } from './run-command.ts';
import { isBrokerRunning as brokerRuns } from '../services/broker.ts';
import { hostFor } from '../services/host-for.ts';
import { packageVersions } from '../commands/packages.ts';
import { resolveName } from '../services/names.ts';
import { hostsOnSameMachine } from '../services/network.ts';
import {
  APPLICATION_PORTS,
  balancerPorts,
  DATABASE_PORTS,
  MANAGER_PORTS,
  NODE_PORTS,
} from '../services/ports.ts';
import { isServing } from '../services/running.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { HISTORY } from '../../model/stored-formats.ts';

const GIB = 1_073_741_824;

/**
 * Surveys a host. The guards, commands that check whether a step can be skipped, run one after the other and must not
 * change anything.
 */
export async function surveyHost(connection: SimulatedConnection, ask: SurveyRequest): Promise<Survey> {
  const { world, host } = connection;
  const guards: Record<string, Answer> = {};
  for (const { id, command } of ask.guards)
    guards[id] = await runCommand(anotherHostOf(connection, hostFor(world, host, command)), command, 'ask');
  return {
    facts: factsOf(world, host, ask),
    files: ask.files.map((file) => fileState(host, file)),
    paths: Object.fromEntries(ask.paths.map((path) => [path, pathExists(host.files, path)])),
    guards,
    obstacles: ask.directories.flatMap((path) => obstaclesIn(host, path)),
    ...storedOn(world, host, ask.cluster),
  };
}

/** Reads the data that Quorate stored on the host. */
function storedOn(
  world: World,
  host: SimulatedHost,
  cluster: string,
): Pick<Survey, 'receipts' | 'jobs' | 'lock' | 'lastOutcome' | 'unreadable'> {
  const receipts = receiptsOf(host);
  const jobs = jobsOf(host);
  const lock = host.locks.get(cluster);
  const history = parseHistory(fileText(host, HISTORY) ?? '');
  const last = history.entries.at(-1);
  const unreadable = [
    ...receipts.flatMap(([, reading]) => ('unreadable' in reading ? [reading.unreadable] : [])),
    ...Object.entries(jobs).flatMap(([name, { state }]) =>
      unreadableJob(name, { format: jobFormat(host, name), running: state === 'running' }),
    ),
    ...unreadableHistory(history.formats),
    ...(lock ? unreadableLock(world, host, lock) : []),
  ];
  const read = receipts.flatMap(([name, reading]) => ('value' in reading ? [[name, reading.value]] : []));
  return {
    receipts: Object.fromEntries(read) as Survey['receipts'],
    jobs,
    unreadable,
    ...(last && { lastOutcome: last.outcome }),
    ...(lock ? { lock: lockHolder(world, host, lock) } : {}),
  };
}

function factsOf(world: World, host: SimulatedHost, ask: SurveyRequest): Facts {
  return {
    machineId: host.machineId,
    bootId: host.bootId,
    hostname: host.spec.hostname,
    os: world.os,
    systemd: 252,
    clock: hostNow(world, host),
    clockAsked: world.now(),
    addresses: [host.spec.privateIp],
    ...(host.interfaces && { interfaces: host.interfaces }),
    diskFree: Object.fromEntries(ask.disks.map((path) => [path, host.diskFree])),
    memory: 8 * GIB,
    listening: [...listening(world, host), ...temporaryListeners(world, host)],
    resolved: Object.fromEntries(ask.names.map((name) => [name, resolveName(world, host, name)])),
    ...(ask.packages?.length ? { versions: packageVersions({ world, host }, ask.packages) } : {}),
  };
}

function obstaclesIn(host: SimulatedHost, directory: AbsolutePath): Survey['obstacles'] {
  const mount = readOnlyMount(host, directory);
  if (mount === undefined) return [];
  return [{ directory, what: `the file system ${mount} is read-only`, fix: `mount -o remount,rw ${mount}` }];
}

function fileState({ files }: SimulatedHost, asked: SurveyRequest['files'][number]): FileState {
  const { path, marker } = asked;
  const file = files.get(path);
  if (!file) {
    const kind = pathExists(files, path) ? 'other' : 'absent';
    return { path, kind, mode: 0, owner: '', size: 0, sha256: '' };
  }
  const { mode, owner, size, sha256 } = file;
  const block = marker === undefined ? undefined : blockIn(file.content, marker);
  return {
    ...{ path, kind: 'file', mode, owner, size, sha256 },
    ...(block === undefined ? {} : { block: sha256Hex(block) }),
  };
}

function temporaryListeners(world: World, { listeners }: SimulatedHost): Facts['listening'] {
  return [...listeners].flatMap(([port, { until }]) => (until > world.now() ? [{ port, by: LISTENER }] : []));
}

/** The ports on which programs of the host's machine listen. */
export function listening(world: World, host: SimulatedHost): Facts['listening'] {
  const ports = hostsOnSameMachine(world, host).flatMap((each) => memberPorts(world, each));
  return [{ port: 22, by: 'sshd' }, ...ports];
}

function memberPorts(world: World, host: SimulatedHost): Facts['listening'] {
  const runs = {
    database: isServing(world, host, host.database),
    node: isServing(world, host, host.broker),
    broker: brokerRuns(world, host),
    manager: isServing(world, host, host.manager),
    balancer: isServing(world, host, host.balancer),
  };
  return [
    ...(runs.database ? DATABASE_PORTS : []),
    ...(runs.node ? NODE_PORTS : []),
    ...(runs.broker ? APPLICATION_PORTS : []),
    ...(runs.manager ? MANAGER_PORTS : []),
    ...(runs.balancer && host.balancer ? balancerPorts(host.balancer.config) : []),
  ];
}
