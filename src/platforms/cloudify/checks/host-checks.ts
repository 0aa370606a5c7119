import { basename } from 'node:path';
import type { HostChecks } from '../../../gates/hosts/check-plan.ts';
import { diskNeeds, type Wanted } from '../../../gates/hosts/wanted.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { Probe, Probes } from '../../../model/health/gate.ts';
import type { Material } from '../../../model/material.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { STATE_DIRECTORY } from '../../../model/stored-formats.ts';
import { cfyManager } from '../commands/program.ts';
import { installFlags } from '../commands/services.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { installMarker, PRODUCT_CONFIG } from '../product/paths.ts';
import { portsOfRole } from '../product/ports.ts';
import { knownRelease } from '../product/versions.ts';

/** The queries and requirements of each host before a change. */
export function hostChecks(cluster: Cluster, material: Material): readonly HostChecks[] {
  return cluster.hosts.map((host) => {
    const wanted = wantedOf(host, cluster, material);
    return {
      wanted,
      probes: probesOf(host, wanted, cluster),
      through: throughProbe(host, wanted, material),
      ...(host.role === 'load_balancer' ? {} : { validation: validationOf(cluster, host) }),
    };
  });
}

function probesOf(host: Host, { names, disks }: Wanted, cluster: Cluster): Probes {
  const asked = names.flatMap(({ name, address }) => [name, address]);
  const facts = { kind: 'facts', names: asked, disks: disks.map(({ path }) => path) } as const;
  const started = pathExists(STATE_DIRECTORY);
  return host.role === 'load_balancer'
    ? { facts, started }
    : { facts, started, installed: pathExists(installMarker(knownRelease(cluster.version), host.role)) };
}

/** Connects to the host's own first port. A refused connection shows that sshd allows forwarding, too. */
function throughProbe({ privateIp }: Host, { ports }: Wanted, { ca }: Material): Probe {
  return { kind: 'tls', address: privateIp, port: ports[0]?.port ?? 22, ca, timeoutMs: 10 * SECOND };
}

function validationOf(cluster: Cluster, host: Host): NonNullable<HostChecks['validation']> {
  const flags = Object.entries(installFlags(knownRelease(cluster.version), host)).flat();
  return { command: cfyManager(['validate', '-v', ...flags]), config: pathExists(PRODUCT_CONFIG) };
}

function pathExists(path: AbsolutePath): Probe {
  const command = { program: 'test', args: ['-e', path], as: 'root', timeoutMs: 10 * SECOND } as const;
  return { kind: 'command', command };
}

function wantedOf(host: Host, cluster: Cluster, material: Material): Wanted {
  const { role } = host;
  const named = cluster.nameResolution === 'dns' && (role === 'broker' || role === 'manager');
  return {
    host: host.name,
    role,
    hostname: host.hostname,
    longName: role === 'broker' ? cluster.brokerLongNames : role !== 'database',
    privateIp: host.privateIp,
    disks: diskNeeds(role, material.package?.size ?? 0),
    ...(material.package && role !== 'load_balancer'
      ? { package: { file: basename(material.package.path), setting: 'cloudify.package' } }
      : {}),
    ports: portsOfRole(role, knownRelease(cluster.version), cluster.monitoring),
    names: named ? brokerNames(cluster) : [],
  };
}

function brokerNames(cluster: Cluster): Wanted['names'] {
  return hostsOf(cluster, 'broker').map((host) => ({
    name: brokerNodeName(cluster, host),
    address: host.privateIp,
  }));
}
