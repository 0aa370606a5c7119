import { canonicalAddress } from '../../model/address.ts';
import type { Facts } from '../../model/host/facts.ts';
import { nameProblems } from './names.ts';
import { MEMORY_NEED, type Lack, type Wanted } from './wanted.ts';

/** `systemd-run` as jobs use it; the version of the oldest system supported (RHEL 7). */
const OLDEST_SYSTEMD = 219;

interface Progress {
  /** Quorate has changed something there before. */
  readonly begun: boolean;
  /** The product is there: room, memory and ports are its own. */
  readonly installed: boolean;
}

/** All that a host lacks for its role. */
export function shortComings(facts: Facts, wanted: Wanted, { begun, installed }: Progress): readonly Lack[] {
  return [
    ...identity(facts, wanted),
    ...system(facts),
    ...packageKind(facts, wanted),
    ...(installed ? [] : memory(facts, wanted)),
    ...disks(facts, wanted, installed),
    ...(installed ? [] : ports(facts, wanted, begun)),
    ...nameProblems(facts, wanted),
  ];
}

/** The inventory's address may lead to another machine: that would be found out here. */
function identity(facts: Facts, { host, hostname, longName, privateIp }: Wanted): readonly Lack[] {
  const short = (name: string) => name.split('.')[0];
  const same = longName ? facts.hostname === hostname : short(facts.hostname) === short(hostname);
  const lacks: Lack[] = [];
  if (!same) {
    const hint = `correct it in the inventory, or on ${host}: hostnamectl set-hostname ${hostname}`;
    lacks.push({ line: `calls itself ${facts.hostname}, the inventory says ${hostname}`, hint });
  }
  if (!facts.addresses.map(canonicalAddress).includes(canonicalAddress(privateIp))) {
    const line = `has no interface with ${privateIp}; it has ${facts.addresses.join(', ')}`;
    lacks.push({ line, hint: `correct private_ip of ${host} in the inventory, or on it: ip address` });
  }
  return lacks;
}

function system({ systemd }: Facts): readonly Lack[] {
  if (systemd >= OLDEST_SYSTEMD) return [];
  const line = systemd > 0 ? `runs systemd ${systemd}, ${OLDEST_SYSTEMD} is needed` : 'does not run systemd';
  return [{ line, hint: 'use a host of a distribution with systemd' }];
}

const DEB = { end: '.deb', systems: ['debian', 'ubuntu'] };
const RPM = { end: '.rpm', systems: ['rhel', 'redhat', 'centos', 'rocky', 'almalinux', 'fedora'] };

/** Found out before more than a gigabyte is sent. Of other distributions it is not known what they install. */
function packageKind({ os }: Facts, wanted: Wanted): readonly Lack[] {
  const takes = [DEB, RPM].find(({ systems }) => systems.includes(os.split(' ')[0] ?? ''));
  if (!takes || !wanted.package || wanted.package.endsWith(takes.end)) return [];
  const line = `runs ${os}, which installs ${takes.end} packages, not ${wanted.package}`;
  return [{ line, hint: `give the ${takes.end} package in the inventory, or ${wanted.host} another system` }];
}

function memory(facts: Facts, { host, role }: Wanted): readonly Lack[] {
  if (role === 'load_balancer' || facts.memory >= MEMORY_NEED) return [];
  const line = `has ${megabytes(facts.memory)} of memory, the product wants ${megabytes(MEMORY_NEED)}`;
  return [{ line, hint: `give ${host} more memory` }];
}

function disks(facts: Facts, wanted: Wanted, installed: boolean): readonly Lack[] {
  return wanted.disks.flatMap((disk) => {
    const free = facts.diskFree[disk.path] ?? facts.diskFree['/'];
    const need = installed ? disk.installed : disk.bare;
    if (free === undefined || free >= need) return [];
    const line = `has ${megabytes(free)} free on ${disk.path}, ${megabytes(need)} is needed`;
    return [{ line, hint: `on ${wanted.host}: df -h ${disk.path}` }];
  });
}

/**
 * Free, or held by what belongs there (a unit such as `etcd.service`, or a program such as `etcd`), where an earlier run
 * has begun: before that it is a stranger's. The kernel does not always say who holds a port: that is then ours too.
 */
function ports({ listening }: Facts, wanted: Wanted, begun: boolean): readonly Lack[] {
  const isOurs = (by: string, ours: readonly string[]) =>
    begun && (by === '' || ours.some((own) => by.startsWith(own)));
  return wanted.ports.flatMap(({ port, what, ours }) => {
    const holder = listening.find((one) => one.port === port && !isOurs(one.by, ours));
    if (!holder) return [];
    const line = `port ${port} (${what}) is held by ${holder.by || 'something'}`;
    return [{ line, hint: `on ${wanted.host}: ss -ltnp sport = :${port}` }];
  });
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MB`;
}
