import type { JumpHost } from './host/jump-hosts.ts';
import type { PackageSource } from './host/package-source.ts';
import { remembered } from './work/remembered.ts';
import type { AbsolutePath, HostName, PlatformName, Role } from './names.ts';
import type { Secret } from './secret.ts';

/** A version of the product: `7.0.4` is { major: 7, minor: 0, patch: 4, dev: false, text: '7.0.4' }. */
export interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly dev: boolean;
}

/** Keys of the inventory's `ssh` that have a default, which ssh_config overrides. */
export type SshKey = 'user' | 'port' | 'agent' | 'become' | 'known_hosts' | 'connect_timeout';

/** The SSH client: the library ssh2, the system's OpenSSH client, or the one that ssh_config needs. */
export type SshClient = 'ssh2' | 'openssh' | 'auto';

/** SSH settings of one host: defaults, overridden by its role, then by the host. */
export interface SshSettings {
  /** Keys that the inventory does not set. Their values here are defaults. */
  readonly defaults?: readonly SshKey[];
  /** Default: ssh2. */
  readonly client?: SshClient;
  /** Empty if the inventory sets no user. */
  readonly user: string;
  readonly port: number;
  /** Absolute path of a private key on this machine. If absent, the agent and the usual keys are tried. */
  readonly identity?: string;
  readonly agent: boolean;
  readonly password?: Secret;
  /** True to become root through sudo; false if the user is root. */
  readonly become: boolean;
  readonly becomePassword?: Secret;
  readonly knownHosts: string;
  /** Fingerprints of the host's keys, which `trust` records without asking. */
  readonly hostKeys?: readonly string[];
  readonly connectTimeoutMs: number;
  /** The bastions on the way to the host, from the nearest to this machine. If empty, ssh_config names none either. */
  readonly jump?: readonly JumpHost[];
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Host {
  readonly name: HostName;
  readonly role: Role;
  /** The address that SSH connects to. */
  readonly address: string;
  readonly ssh: SshSettings;
  /** The address for traffic between the hosts of the cluster. */
  readonly privateIp: string;
  /** The address or name that clients use (default: privateIp). */
  readonly publicIp: string;
  /** The output of `hostname` on the host. It identifies a broker or a manager in its cluster. */
  readonly hostname: string;
  /** Address in each further network, by network name. The network `default` is the private address. */
  readonly networks: Readonly<Record<string, string>>;
  /** Values merged over the rendered config.yaml: the role's overlay, then the host's. */
  readonly overlay: JsonObject;
}

/** A service whose hosts Quorate installs. */
export interface Managed {
  readonly kind: 'managed';
}

export interface ExternalDatabase {
  readonly kind: 'external';
  /** The IP address or name that the managers connect to. */
  readonly address: string;
  readonly port: number;
  /** The account with which the first manager creates the product's account and database (Azure: `user@server`). */
  readonly user: string;
  /** The existing database to which that account connects. */
  readonly database: string;
  /** The account that the first manager creates for the product (Azure: `cloudify@server`). */
  readonly cloudifyUser: string;
  /** The database that the first manager creates for the product. */
  readonly cloudifyDatabase: string;
}

export interface ExternalBrokers {
  readonly kind: 'external';
  /** The broker nodes, or a single entry if the external service has one address. */
  readonly members: readonly ExternalBroker[];
}

interface ExternalBroker {
  readonly name: string;
  readonly address: string;
  /** Address in each further network, by network name. */
  readonly networks: Readonly<Record<string, string>>;
}

interface ExternalBalancer {
  readonly kind: 'external';
  readonly address: string;
}

/** For each service: managed, or external with its settings. */
export interface Sourcing {
  readonly database: Managed | ExternalDatabase;
  readonly broker: Managed | ExternalBrokers;
  readonly load_balancer: Managed | ExternalBalancer;
}

/** Settings of the native platform. */
export interface NativeSettings {
  /** Absent if the packages come from the hosts' own repositories. */
  readonly packages?: PackageSource;
  /** Bytes of the smallest machine of a service, as the operator declares them. */
  readonly machineMemory: { readonly database?: number; readonly broker?: number };
  /** Directories of data that must be mounts on the hosts of their services. */
  readonly mounts: readonly AbsolutePath[];
  /** Parameters of PostgreSQL. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Accounts of PostgreSQL besides `postgres` and `replicator`. */
  readonly accounts: readonly DatabaseAccount[];
  readonly databases: readonly { readonly name: string; readonly owner: string }[];
  /** Virtual hosts of RabbitMQ. */
  readonly vhosts: readonly string[];
  /** Users of RabbitMQ besides `brokers.user`. */
  readonly brokerUsers: readonly BrokerUser[];
  readonly policies: readonly BrokerPolicy[];
  /** The operator's own application, which the managers run. Absent if there are no managers. */
  readonly application?: Application;
}

/** A unit of systemd that the operator's package or installation provides. */
export interface Application {
  /** Without the suffix `.service`. */
  readonly unit: string;
  /** The package that provides the unit. Absent if the operator installs the application. */
  readonly package?: string;
  /** The file that Quorate writes for the application. Absent if the application needs none. */
  readonly environmentFile?: AbsolutePath;
  readonly port: number;
  readonly health: { readonly path: string; readonly expect: number };
}

/** An account of PostgreSQL. Its password is the secret `postgresql_user_<name>`. */
export interface DatabaseAccount {
  readonly name: string;
  readonly attributes: readonly string[];
  /** Roles that it is a member of, such as `pg_monitor`. */
  readonly roles: readonly string[];
}

/** A user of RabbitMQ. Its password is the secret `rabbitmq_user_<name>`. */
export interface BrokerUser {
  readonly name: string;
  readonly tags: readonly string[];
  readonly permissions: readonly BrokerPermission[];
}

/** Patterns of the names of queues and exchanges. */
interface BrokerPermission {
  readonly vhost: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

export interface BrokerPolicy {
  readonly name: string;
  readonly vhost: string;
  readonly pattern: string;
  readonly applyTo: string;
  readonly priority: number;
  readonly definition: JsonObject;
}

/** The address that keepalived moves between the load balancers. */
export interface VirtualIp {
  readonly address: string;
  /** The prefix length of the network that the load balancers share. */
  readonly prefixLength: number;
  /** The interface of each load balancer in that network. */
  readonly interface: string;
}

export interface Cluster {
  readonly name: string;
  readonly platform: PlatformName;
  /** The version of the product; of the native platform, PostgreSQL's. */
  readonly version: Version;
  /** Absent on other platforms than native. */
  readonly native?: NativeSettings;
  readonly adminUser: string;
  readonly brokerUser: string;
  readonly brokerLongNames: boolean;
  readonly sourcing: Sourcing;
  /** Absent if each load balancer has only its own address. */
  readonly virtualIp?: VirtualIp;
  /** In the order of the inventory: databases, brokers, managers, load balancers. */
  readonly hosts: readonly Host[];
  readonly nameResolution: 'dns' | 'hosts-file';
  readonly monitoring: boolean;
  readonly sslClientVerification: boolean;
  readonly warnings: readonly string[];
}

export function hostsOf({ hosts }: Pick<Cluster, 'hosts'>, role: Role): readonly Host[] {
  return ofRole(hosts, role);
}

/** The hosts of a cluster never change, and a plan for 1,000 hosts requests them thousands of times. */
const ofRole = remembered((hosts: readonly Host[], role: Role) => hosts.filter((host) => host.role === role));

/** Returns the host with this name. @throws Error (a bug) if the cluster has no such host */
export function hostNamed(cluster: Cluster, name: HostName): Host {
  const host = byName(cluster.hosts).get(name);
  if (!host) throw new Error(`no host named ${name} in cluster ${cluster.name}`);
  return host;
}

/** The hosts of a list by name. The first host of a name counts. */
const byName = remembered(
  (hosts: readonly Host[]): ReadonlyMap<HostName, Host> =>
    new Map(hosts.map((host) => [host.name, host] as const).reverse()),
);

/** Returns the name of a manager in the configuration and in the statistics of the load balancers. */
export function serverName({ privateIp }: Host): string {
  return `manager_${privateIp}`;
}
