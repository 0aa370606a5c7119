import { mergeConfig } from '../../components/config-object.ts';
import { platformOf } from '../../registry/platforms.ts';
import { normalAddress } from '../../model/address.ts';
import type { Cluster, Host, JsonObject, Version } from '../../model/cluster.ts';
import { machineKey } from '../../model/host/machines.ts';
import type { HostName, Role } from '../../model/names.ts';
import type { InventoryContext } from './context.ts';
import { resolveNative } from './native.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawHost, RawInventory, RawRole } from '../schema/raw.ts';
import type { YamlPath } from '../yaml/source.ts';
import { networksOf, resolveSourcing } from './sourcing.ts';
import { resolveSsh } from './ssh.ts';
import type { LocatedPassword } from './ssh.ts';

/** A host and its path in the inventory. */
export interface LocatedHost {
  readonly host: Host;
  /** The host as the inventory lists it, before defaults. */
  readonly raw: RawHost;
  readonly at: YamlPath;
}

export interface ResolvedInventory {
  /** Without warnings, which the caller adds. */
  readonly cluster: Cluster;
  readonly hosts: readonly LocatedHost[];
  /** SSH and sudo passwords that are neither in the inventory nor in the environment. */
  readonly hostPasswords: readonly (LocatedPassword & { readonly host: HostName })[];
  /** Environment variables that are missing or empty. */
  readonly findings: readonly InventoryFinding[];
}

/** The section of the inventory for each role. */
export const SECTION_ROLES = [
  ['databases', 'database'],
  ['brokers', 'broker'],
  ['managers', 'manager'],
  ['load_balancers', 'load_balancer'],
] as const satisfies readonly (readonly [keyof RawInventory, Role])[];

/** Fills in defaults and inheritance (cluster, role, host). Does not check what the rules check. */
export function resolveInventory(raw: RawInventory, context: InventoryContext): ResolvedInventory {
  const findings: InventoryFinding[] = [];
  const hostPasswords: (LocatedPassword & { host: HostName })[] = [];
  const sourcing = resolveSourcing(raw);
  const listed = SECTION_ROLES.flatMap(([key, role]) => {
    const group = raw[key];
    // Unlike map, flatMap skips the holes in the list.
    return (group?.hosts ?? []).flatMap((host, index) => {
      const at: YamlPath = [key, 'hosts', index];
      const own: LocatedPassword[] = [];
      const ssh = resolveSsh([raw.ssh, group?.ssh, host.ssh], { context, at, findings, passwords: own });
      hostPasswords.push(...own.map((password) => ({ ...password, host: host.name })));
      const networks = networksOf(host, role, sourcing);
      return [{ at, raw: host, host: { ...resolveHost(host, role, group), networks, ssh } }];
    });
  });
  const hosts = withMachine(listed);
  return {
    cluster: {
      ...resolveCluster(raw),
      sourcing,
      hosts: hosts.map(({ host }) => host),
    },
    hosts,
    hostPasswords,
    findings,
  };
}

/** A host that shares a machine has the hostname and the addresses of the machine's first host by default. */
function withMachine(listed: readonly LocatedHost[]): readonly LocatedHost[] {
  const machines = new Map<string, Host>();
  return listed.map((located) => {
    const { host, raw } = located;
    const first = machines.get(machineKey(host)) ?? host;
    machines.set(machineKey(host), first);
    const { hostname, privateIp, publicIp } = first;
    return {
      ...located,
      host: {
        ...host,
        ...(raw.hostname === undefined && { hostname }),
        ...(raw.private_ip === undefined && { privateIp }),
        ...(raw.public_ip === undefined && { publicIp }),
      },
    };
  });
}

function resolveHost(raw: RawHost, role: Role, group: RawRole | undefined): Omit<Host, 'ssh' | 'networks'> {
  const privateIp = normalAddress(raw.private_ip ?? raw.address);
  return {
    name: raw.name,
    role,
    address: normalAddress(raw.address),
    privateIp,
    publicIp: normalAddress(raw.public_ip ?? privateIp),
    hostname: raw.hostname ?? raw.name,
    // Both overlays are JSON without secrets, so the result is too.
    overlay: mergeConfig(group?.config ?? {}, raw.config ?? {}) as JsonObject,
  };
}

function resolveCluster(raw: RawInventory): Omit<Cluster, 'hosts' | 'sourcing'> {
  return {
    name: raw.name,
    ...resolvePlatform(raw),
    adminUser: raw.cloudify?.admin_user ?? 'admin',
    brokerUser: raw.brokers.user ?? (raw.native ? 'quorate' : 'cloudify'),
    brokerLongNames: raw.brokers.use_long_name ?? false,
    nameResolution: raw.name_resolution ?? 'dns',
    monitoring: raw.monitoring ?? true,
    sslClientVerification: raw.ssl_client_verification ?? false,
    ...resolveVirtualIp(raw.load_balancers?.virtual_ip),
    warnings: [],
  };
}

function resolveVirtualIp(
  raw: NonNullable<RawInventory['load_balancers']>['virtual_ip'],
): Pick<Cluster, 'virtualIp'> {
  if (!raw) return {};
  const { address, prefix_length: prefixLength = 24 } = raw;
  return { virtualIp: { address: normalAddress(address), prefixLength, interface: raw.interface } };
}

function resolvePlatform({
  cloudify,
  native,
}: RawInventory): Pick<Cluster, 'platform' | 'version' | 'native'> {
  const platform = native ? 'native' : 'cloudify';
  const version = native ? String(native.postgresql.version) : (cloudify?.version ?? '');
  return {
    platform,
    version: platformOf({ platform }).parseVersion(version) ?? noVersion(version),
    ...(native && { native: resolveNative(native) }),
  };
}

/** A version that no release has, so that the rules refuse it. */
const noVersion = (text: string): Version => ({ text, major: 0, minor: 0, patch: 0, dev: false });
