import type { HostName, Role } from './names.ts';
import type { Secret } from './secret.ts';

/** A release of the product: `7.0.4` is { major: 7, minor: 0, patch: 4, text: '7.0.4' }. */
export interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly dev: boolean;
}

/** How to reach one host: defaults, overridden by its role, overridden by itself. */
export interface SshSettings {
  readonly user: string;
  readonly port: number;
  /** Absolute path on the laptop; absent: the agent and the usual default keys. */
  readonly identity?: string;
  readonly agent: boolean;
  readonly password?: Secret;
  /** Become root through sudo (`false`: the user is root). */
  readonly become: boolean;
  readonly becomePassword?: Secret;
  readonly knownHosts: string;
  readonly connectTimeoutMs: number;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Host {
  readonly name: HostName;
  readonly role: Role;
  /** Where SSH connects. */
  readonly address: string;
  readonly ssh: SshSettings;
  /** The address the cluster's own traffic uses. */
  readonly privateIp: string;
  /** An address or name; equals privateIp unless given. */
  readonly publicIp: string;
  /** What `hostname` prints there: the node name of brokers, the cluster identity of managers. */
  readonly hostname: string;
  /** Extra networks by name, besides `default` (the private address). */
  readonly networks: Readonly<Record<string, string>>;
  /** Merged over the rendered config.yaml: the role's overlay, then the host's. */
  readonly overlay: JsonObject;
}

/** A service whose hosts Quorate installs; the others are run by somebody else, and only used. */
export interface Managed {
  readonly kind: 'managed';
}

export interface ExternalDatabase {
  readonly kind: 'external';
  /** An IP address or a name, as the managers reach it. */
  readonly address: string;
  readonly port: number;
  /** Whom managers log in as to create their own database, and in which database (Azure: `user@server`). */
  readonly user: string;
  readonly database: string;
  /** The account and the database that the first manager creates (Azure: `cloudify@server`). */
  readonly cloudifyUser: string;
  readonly cloudifyDatabase: string;
}

export interface ExternalBrokers {
  readonly kind: 'external';
  /** One entry where the service has one address. */
  readonly members: readonly ExternalBroker[];
}

export interface ExternalBroker {
  readonly name: string;
  readonly address: string;
  /** Its addresses in further networks, by network name. */
  readonly networks: Readonly<Record<string, string>>;
}

export interface ExternalBalancer {
  readonly kind: 'external';
  readonly address: string;
}

export interface Sourcing {
  readonly database: Managed | ExternalDatabase;
  readonly broker: Managed | ExternalBrokers;
  readonly load_balancer: Managed | ExternalBalancer;
}

export interface Cluster {
  readonly name: string;
  readonly version: Version;
  readonly adminUser: string;
  readonly brokerUser: string;
  readonly brokerLongNames: boolean;
  readonly sourcing: Sourcing;
  /** In the order of the inventory, databases first, then brokers, managers, load balancers. */
  readonly hosts: readonly Host[];
  readonly nameResolution: 'dns' | 'hosts-file';
  readonly monitoring: boolean;
  readonly sslClientVerification: boolean;
  readonly warnings: readonly string[];
}

export function hostsOf(cluster: Cluster, role: Role): readonly Host[] {
  return cluster.hosts.filter((host) => host.role === role);
}

/** @throws Error (a bug) when the cluster has no such host */
export function hostNamed(cluster: Cluster, name: HostName): Host {
  const host = cluster.hosts.find((candidate) => candidate.name === name);
  if (!host) throw new Error(`no host named ${name} in cluster ${cluster.name}`);
  return host;
}

/** What load balancers call a manager, in their statistics too. */
export function serverName({ privateIp }: Host): string {
  return `manager_${privateIp}`;
}
