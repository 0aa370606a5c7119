import { shellOn, either, manual, inOrder, RUN_AGAIN } from '../../model/next-step.ts';
import { canonicalAddress } from '../../model/address.ts';
import { LISTENER } from '../../model/host/connections.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { AbsolutePath } from '../../model/names.ts';
import { nameProblems } from './names.ts';
import { MEMORY_NEED, type Lack, type Wanted } from './wanted.ts';

/** Minimum for `systemd-run` as jobs use it: the version in the oldest supported system (RHEL 7). */
const OLDEST_SYSTEMD = 219;

export interface Progress {
  /** True if Quorate has changed the host before. */
  readonly started: boolean;
  /** True if the product is installed, so that it already uses its own disk space, memory and ports. */
  readonly installed: boolean;
  readonly mounted: (path: AbsolutePath) => boolean;
  readonly running: (unit: string) => boolean;
}

/** Returns everything that a host lacks for its role. */
export function shortComings(
  facts: Facts,
  wanted: Wanted,
  { started, installed, mounted, running }: Progress,
): readonly Lack[] {
  return [
    ...identity(facts, wanted),
    ...interfaceOf(facts, wanted),
    ...system(facts),
    ...conflicting(wanted, running),
    ...packageKind(facts, wanted),
    ...(installed ? [] : offeredVersion(facts, wanted)),
    ...(installed ? [] : memory(facts, wanted)),
    ...declaredMemory(facts, wanted),
    ...disks(facts, wanted, installed),
    ...mounts(wanted, mounted),
    ...(installed ? [] : ports(facts, wanted, started)),
    ...nameProblems(facts, wanted),
  ];
}

/** Compares hostname and address with the inventory, because the listed address may belong to another machine. */
function identity(facts: Facts, { host, hostname, longName, privateIp }: Wanted): readonly Lack[] {
  const short = (name: string) => name.split('.')[0];
  const same = longName ? facts.hostname === hostname : short(facts.hostname) === short(hostname);
  const lacks: Lack[] = [];
  if (!same) {
    const hint = either(
      manual('fix hostname in the inventory'),
      shellOn(host, `hostnamectl set-hostname ${hostname}`),
    );
    lacks.push({ check: 'hostname', line: `has the hostname ${facts.hostname}, not ${hostname}`, hint });
  }
  if (!facts.addresses.map(canonicalAddress).includes(canonicalAddress(privateIp))) {
    const line = `has no interface with ${privateIp}; it has ${facts.addresses.join(', ')}`;
    lacks.push({
      check: 'address',
      line,
      hint: inOrder(`correct private_ip of ${host} in the inventory`, shellOn(host, 'ip address')),
    });
  }
  return lacks;
}

/** Skipped if the host has no `ip`, which lists the interfaces. */
function interfaceOf({ interfaces }: Facts, { host, privateIp, ...wanted }: Wanted): readonly Lack[] {
  if (!wanted.interface || !interfaces) return [];
  const { name, setting } = wanted.interface;
  const isThere = (one: string) =>
    interfaces[one]?.map(canonicalAddress).includes(canonicalAddress(privateIp));
  if (isThere(name)) return [];
  const other = Object.keys(interfaces).find(isThere);
  const seen = other === undefined ? '' : `; ${other} has it`;
  const line = `${setting} is ${name}, which does not have ${privateIp}${seen}`;
  return [{ check: 'address', line, hint: inOrder(`correct ${setting}`, shellOn(host, 'ip address')) }];
}

/** Two programs of one kind could move one address, or use one port. */
function conflicting({ host, ...wanted }: Wanted, running: Progress['running']): readonly Lack[] {
  const found = wanted.conflicting?.filter(running) ?? [];
  return found.map((unit) => ({
    check: 'system',
    line: `runs ${unit}, which Quorate does not manage`,
    hint: inOrder(shellOn(host, `systemctl disable --now ${unit}`), RUN_AGAIN),
  }));
}

function system({ systemd }: Facts): readonly Lack[] {
  if (systemd >= OLDEST_SYSTEMD) return [];
  const line = systemd > 0 ? `runs systemd ${systemd}, ${OLDEST_SYSTEMD} is needed` : 'does not run systemd';
  return [
    {
      check: 'system',
      line,
      hint: inOrder(`use a distribution with systemd ${OLDEST_SYSTEMD} or newer`, RUN_AGAIN),
    },
  ];
}

const DEB = { end: '.deb', systems: ['debian', 'ubuntu'] };
const RPM = { end: '.rpm', systems: ['rhel', 'redhat', 'centos', 'rocky', 'almalinux', 'fedora'] };

/** Checks the package's format before more than a gigabyte is uploaded. Skipped for unknown distributions. */
function packageKind({ os }: Facts, wanted: Wanted): readonly Lack[] {
  const takes = [DEB, RPM].find(({ systems }) => systems.includes(os.split(' ')[0] ?? ''));
  if (!takes || !wanted.package || wanted.package.file.endsWith(takes.end)) return [];
  const line = `runs ${os}, which installs ${takes.end} packages, not ${wanted.package.file}`;
  return [
    {
      check: 'package',
      line,
      hint: inOrder(
        `set ${wanted.package.setting} to the ${takes.end} package, or install another OS on ${wanted.host}`,
        RUN_AGAIN,
      ),
    },
  ];
}

/** Compares the version of a service with the one in the host's distribution, before anything is installed. */
function offeredVersion({ os }: Facts, { host, offered }: Wanted): readonly Lack[] {
  const version = offered?.bySystem[os];
  if (!offered || version === undefined || version === offered.version) return [];
  const { service, setting, bySystem } = offered;
  const other = Object.keys(bySystem).find((system) => bySystem[system] === offered.version);
  const install = other === undefined ? '' : `, or install ${other} on ${host}`;
  return [
    {
      check: 'system',
      line: `runs ${os}, which offers ${service} ${version}, not ${offered.version}`,
      hint: inOrder(`set ${setting} to ${version}${install}`, RUN_AGAIN),
    },
  ];
}

function memory(facts: Facts, { host, role }: Wanted): readonly Lack[] {
  if (role === 'load_balancer' || facts.memory >= MEMORY_NEED) return [];
  const line = `has ${megabytes(facts.memory)} of memory, the product requires ${megabytes(MEMORY_NEED)}`;
  return [{ check: 'memory', line, hint: inOrder(`give ${host} more memory`, RUN_AGAIN) }];
}

/** The kernel keeps some of the memory for itself. */
const VISIBLE = 0.9;

/** With less memory than declared, the services could together use more than there is. */
function declaredMemory(facts: Facts, { memory: declared }: Wanted): readonly Lack[] {
  if (!declared || facts.memory >= VISIBLE * declared.bytes) return [];
  const { bytes, setting } = declared;
  const line = `has ${megabytes(facts.memory)} of memory, but ${setting} is ${megabytes(bytes)}`;
  const hint = inOrder(`set ${setting} to the memory of the smallest machine`, RUN_AGAIN);
  return [{ check: 'memory', line, hint }];
}

function mounts({ host, mounts: wanted }: Wanted, mounted: Progress['mounted']): readonly Lack[] {
  const missing = wanted?.paths.filter((path) => !mounted(path)) ?? [];
  return missing.map((path) => ({
    check: 'mounts',
    line: `${path} is not a mount, which ${wanted?.setting ?? ''} requires`,
    hint: inOrder(shellOn(host, `findmnt --fstab ${path}`), 'mount its volume', RUN_AGAIN),
  }));
}

function disks(facts: Facts, wanted: Wanted, installed: boolean): readonly Lack[] {
  return wanted.disks.flatMap((disk) => {
    const free = facts.diskFree[disk.path] ?? facts.diskFree['/'];
    const need = installed ? disk.installed : disk.empty;
    if (free === undefined || free >= need) return [];
    const line = `has ${megabytes(free)} free on ${disk.path}, ${megabytes(need)} is needed`;
    return [
      {
        check: 'disk-space',
        line,
        hint: inOrder(shellOn(wanted.host, `df -h ${disk.path}`), 'free some space', RUN_AGAIN),
      },
    ];
  });
}

/**
 * Reports ports that another program holds. If an earlier run has changed the host, the role's own service may hold its
 * port (a unit such as `etcd.service`, or a program such as `etcd`), and so may a process that the kernel does not
 * name. A temporary listener ends by itself.
 */
function ports({ listening }: Facts, wanted: Wanted, started: boolean): readonly Lack[] {
  const isOurs = (by: string, ours: readonly string[]) =>
    by === LISTENER || (started && (by === '' || ours.some((own) => by.startsWith(own))));
  return wanted.ports.flatMap(({ port, what, ours }) => {
    const holder = listening.find((one) => one.port === port && !isOurs(one.by, ours));
    if (!holder) return [];
    const line = `port ${port} (${what}) is held by ${holder.by || 'an unknown process'}`;
    return [{ check: 'ports', line, hint: shellOn(wanted.host, `ss -ltnp sport = :${port}`) }];
  });
}

export function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MB`;
}
