import type { Clock } from '../../clock/clock.ts';
import { SUPPORTED_RELEASES } from '../../platforms/cloudify/product/versions.ts';
import type { Host } from '../../model/cluster.ts';
import type { HostName, JobName } from '../../model/names.ts';
import { agenda } from './agenda.ts';
import { emptyHost } from './host.ts';
import { idOf, seededRandom } from './random.ts';
import { pairOf } from '../services/network.ts';
import { membersLost, membersParted, membersReturn } from '../services/power.ts';
import type { Applied, ExternalService, SimulatedHost, World } from './state.ts';

const BOOT_MS = 20_000;
const NEWEST = SUPPORTED_RELEASES.at(-1) ?? '';

/** @param seed chooses durations and who wins an election; the same seed gives the same world */
export function simulatedWorld(given: {
  readonly hosts: readonly Host[];
  readonly clock: Clock;
  readonly seed?: number;
  readonly external?: readonly ExternalService[];
  readonly product?: string;
  readonly os?: string;
}): World {
  const { clock, external = [], product = NEWEST, os = 'debian 12' } = given;
  const hosts = new Map(given.hosts.map((host) => [host.name, emptyHost(host, clock.now())]));
  const random = seededRandom(given.seed ?? 0);
  const applied: Applied[] = [];
  const parted = new Set<string>();
  const time = agenda(clock);
  const host = (name: HostName) => {
    time.settle();
    return find(hosts, name);
  };
  const world: World = {
    ...{ clock, hosts, applied, external, product, os, parted, dns: records(given.hosts), ...time, host },
    note: (what) => applied.push({ at: time.now(), ...what }),
    vary: (ms) => Math.round(ms * (0.8 + 0.4 * random())),
    pick: (choices) => choices[Math.floor(random() * choices.length)],
    reboot: (name, ms = BOOT_MS) => {
      powerOff(world, host(name));
      time.after(ms, () => powerOn(world, find(hosts, name)));
    },
    powerOff: (name) => powerOff(world, host(name)),
    powerOn: (name) => powerOn(world, host(name)),
    cut: (name) => void (host(name).reachable = false),
    mend: (name) => void (host(name).reachable = true),
    part: (one, other) => membersParted(world, () => parted.add(pairOf(one, other))),
    join: (one, other) => membersParted(world, () => parted.delete(pairOf(one, other))),
    killJob: (name, job) => killJob(host(name), job),
  };
  return world;
}

/** Every host forward and reverse, as a well-kept network has it. */
function records(hosts: readonly Host[]): Map<string, readonly string[]> {
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
  membersLost(world, host);
}

function powerOn(world: World, host: SimulatedHost): void {
  if (host.up) return;
  host.up = true;
  host.bootedAt = world.now();
  host.bootId = idOf('boot', host.name, host.bootedAt);
  membersReturn(world, host);
}

function killJob(host: SimulatedHost, job: JobName): boolean {
  const process = host.jobs.get(job);
  host.jobs.delete(job);
  process?.kill();
  return process !== undefined;
}
