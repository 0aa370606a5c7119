import { mountProbe, runningProbe, type HostChecks } from '../../../gates/hosts/check-plan.ts';
import type { Wanted } from '../../../gates/hosts/wanted.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { Probe, Probes } from '../../../model/health/gate.ts';
import type { Material } from '../../../model/material.ts';
import type { AbsolutePath, Role } from '../../../model/names.ts';
import { STATE_DIRECTORY } from '../../../model/stored-formats.ts';
import { installedOn, POSTGRESQL_IN, sameVersionPackages } from '../packages.ts';
import { dataMounts, installMarker } from '../paths.ts';
import { portsOfHost } from '../ports.ts';

/** The queries and requirements of each host before a change. */
export function hostChecks(cluster: Cluster, { ca }: Material): readonly HostChecks[] {
  return cluster.hosts.map((host) => {
    const wanted = wantedOf(host, cluster);
    const port = wanted.ports[0]?.port ?? 22;
    return {
      wanted,
      probes: probesOf(host, wanted, cluster),
      through: { kind: 'tls', address: host.privateIp, port, ca, timeoutMs: 10 * SECOND },
    };
  });
}

function probesOf({ role }: Host, { names, disks, mounts, conflicting }: Wanted, cluster: Cluster): Probes {
  const asked = names.flatMap(({ name, address }) => [name, address]);
  const packages = [...new Set([...installedOn(role, cluster), ...sameVersionPackages(role, cluster)])];
  const facts = { kind: 'facts', names: asked, disks: disks.map(({ path }) => path), packages } as const;
  const started = pathExists(STATE_DIRECTORY);
  const running = (conflicting ?? []).map((unit) => [runningProbe(unit), isActive(unit)] as const);
  if (role === 'load_balancer') return { facts, started, ...Object.fromEntries(running) };
  const mounted = (mounts?.paths ?? []).map((path) => [mountProbe(path), isMount(path)] as const);
  return { facts, started, installed: pathExists(installMarker(role)), ...Object.fromEntries(mounted) };
}

function pathExists(path: AbsolutePath): Probe {
  const command = { program: 'test', args: ['-e', path], as: 'root', timeoutMs: 10 * SECOND } as const;
  return { kind: 'command', command };
}

function isMount(path: AbsolutePath): Probe {
  const command = { program: 'mountpoint', args: ['-q', path], as: 'root', timeoutMs: 10 * SECOND } as const;
  return { kind: 'command', command };
}

function isActive(unit: string): Probe {
  const args = ['is-active', '--quiet', unit];
  return { kind: 'command', command: { program: 'systemctl', args, as: 'root', timeoutMs: 10 * SECOND } };
}

const MB = 2 ** 20;

/** Free bytes that the packages and an empty cluster need. */
const DISKS: Readonly<Record<Role, number>> = {
  database: 1024 * MB,
  broker: 1024 * MB,
  manager: 256 * MB,
  load_balancer: 256 * MB,
};

/** The version of PostgreSQL that the host's Debian must offer, if the packages come from its own repositories. */
function offeredPostgresql({ version, native }: Cluster): Pick<Wanted, 'offered'> {
  if (native?.packages) return {};
  const offered = {
    service: 'PostgreSQL',
    setting: 'native.postgresql.version',
    version: version.major,
    bySystem: POSTGRESQL_IN,
  };
  return { offered };
}

/** Returns the requirements that the inventory declares for the machines of a role. */
function declaredOn(role: Role, { native }: Cluster): Pick<Wanted, 'memory' | 'mounts'> {
  const paths = dataMounts(role).filter((path) => native?.mounts.includes(path));
  const bytes = role === 'database' || role === 'broker' ? native?.machineMemory[role] : undefined;
  const section = role === 'database' ? 'postgresql' : 'rabbitmq';
  return {
    ...(paths.length > 0 && { mounts: { paths, setting: 'native.mounts' } }),
    ...(bytes !== undefined && { memory: { bytes, setting: `native.${section}.machine_memory` } }),
  };
}

/** Returns the requirements of a virtual address. */
function virtualIpOn(role: Role, { virtualIp }: Cluster): Pick<Wanted, 'interface' | 'conflicting'> {
  if (role !== 'load_balancer' || !virtualIp) return {};
  const setting = 'load_balancers.virtual_ip.interface';
  return { interface: { name: virtualIp.interface, setting }, conflicting: ['keepalived.service'] };
}

function wantedOf(host: Host, cluster: Cluster): Wanted {
  const { role } = host;
  const named = cluster.nameResolution === 'dns' && role === 'broker';
  const declared = declaredOn(role, cluster);
  return {
    host: host.name,
    role,
    hostname: host.hostname,
    longName: role === 'broker' && cluster.brokerLongNames,
    privateIp: host.privateIp,
    disks: ['/var' as const, '/' as const, ...(declared.mounts?.paths ?? [])].map((path) => {
      return { path, empty: DISKS[role], installed: 64 * MB };
    }),
    ...declared,
    ...virtualIpOn(role, cluster),
    ports: portsOfHost(cluster, host),
    ...(role === 'database' ? offeredPostgresql(cluster) : {}),
    names: named
      ? hostsOf(cluster, 'broker').map((one) => ({
          name: brokerNodeName(cluster, one),
          address: one.privateIp,
        }))
      : [],
  };
}
