import type { Clock } from '../../clock/clock.ts';
import { NEWEST_PRODUCT } from '../cloudify/release.ts';
import type { Host } from '../../model/cluster.ts';
import type { HostName, JobName } from '../../model/names.ts';
import { createAgenda } from './agenda.ts';
import { TABLES } from './durations.ts';
import type { DurationTable } from './durations.ts';
import { machinesOf } from '../../model/host/machines.ts';
import { hostsOnMachine } from './host.ts';
import { stableId, seededRandom } from './random.ts';
import { hostsOnSameMachine, pairKey } from '../services/network.ts';
import { stopMembers, changeConnectivity, startMembers } from '../services/power.ts';
import type { AppliedChange, SimulatedExternalService, SimulatedHost, World } from './state.ts';

const BOOT_MS = 20_000;

/** @param seed determines durations and elections; the same seed gives the same world */
export function simulatedWorld(given: {
  readonly hosts: readonly Host[];
  readonly clock: Clock;
  readonly seed?: number;
  readonly external?: readonly SimulatedExternalService[];
  readonly product?: string;
  readonly os?: string;
  readonly durations?: DurationTable;
}): World {
  const { clock, external = [], product = NEWEST_PRODUCT, os = 'debian 12', durations = 'product' } = given;
  const hosts = emptyHosts(given.hosts, clock.now());
  const random = seededRandom(given.seed ?? 0);
  const applied: AppliedChange[] = [];
  const partitions = new Set<string>();
  const time = createAgenda(clock);
  const host = (name: HostName) => {
    time.catchUp();
    return find(hosts, name);
  };
  const link = (one: HostName, other: HostName) => pairKey(host(one).machine, host(other).machine);
  const settings = { external, product, os, durations: TABLES[durations], dns: dnsRecords(given.hosts) };
  const world: World = {
    ...{ clock, hosts, applied, partitions, firewall: new Map(), host, ...settings, ...time },
    record: (what) => applied.push({ at: time.now(), ...what }),
    takes: (what) => Math.round(settings.durations[what] * (0.8 + 0.4 * random())),
    pick: (choices) => choices[Math.floor(random() * choices.length)],
    reboot: (name, ms = BOOT_MS) => {
      powerOff(world, host(name));
      time.after(ms, () => powerOn(world, find(hosts, name)));
    },
    powerOff: (name) => powerOff(world, host(name)),
    powerOn: (name) => powerOn(world, host(name)),
    disconnect: (name) => void (host(name).reachable = false),
    reconnect: (name) => void (host(name).reachable = true),
    partition: (one, other) => changeConnectivity(world, () => partitions.add(link(one, other))),
    heal: (one, other) => changeConnectivity(world, () => partitions.delete(link(one, other))),
    killJob: (name, job) => killJob(host(name), job),
  };
  return world;
}

/** Every host, by name in the order given. */
function emptyHosts(specs: readonly Host[], now: number): ReadonlyMap<HostName, SimulatedHost> {
  const machines = machinesOf(specs).map((machine) => hostsOnMachine(machine.hosts, now));
  const created = new Map(machines.flat().map((host) => [host.name, host]));
  return new Map(specs.map(({ name }) => [name, find(created, name)]));
}

/** Forward and reverse records of every host. */
function dnsRecords(hosts: readonly Host[]): Map<string, readonly string[]> {
  return new Map(
    hosts.flatMap(({ hostname, privateIp }) => [
      [hostname, [privateIp]] as const,
      [privateIp, [hostname]] as const,
    ]),
  );
}

function find(hosts: ReadonlyMap<HostName, SimulatedHost>, name: HostName): SimulatedHost {
  const host = hosts.get(name);
  if (!host) throw new Error(`no simulated host named ${name}`);
  return host;
}

function powerOff(world: World, host: SimulatedHost): void {
  if (!host.up) return;
  host.up = false;
  for (const process of [...host.processes]) process.kill();
  host.jobs.clear();
  host.locks.clear();
  host.listeners.clear();
  for (const each of hostsOnSameMachine(world, host)) stopMembers(world, each);
}

function powerOn(world: World, host: SimulatedHost): void {
  if (host.up) return;
  host.up = true;
  host.bootedAt = world.now();
  host.bootId = stableId('boot', host.machine, host.bootedAt);
  for (const each of hostsOnSameMachine(world, host)) startMembers(world, each);
}

function killJob(host: SimulatedHost, job: JobName): boolean {
  const process = host.jobs.get(job);
  host.jobs.delete(job);
  process?.kill();
  return process !== undefined;
}
