import type { Cluster, Host, JsonObject, Version } from '../model/cluster.ts';
import type { WantedPort } from '../model/host/wanted-port.ts';
import type { SecretFault, SecretName } from '../model/material.ts';
import type { Role, Service } from '../model/names.ts';

/** Facts and rules of a platform about the inventory and the local files of a cluster. */
export interface InventoryPlatform {
  /** Returns undefined if the text is not a version. */
  readonly parseVersion: (text: string) => Version | undefined;
  /** Returns why this version of Quorate does not support a version of the product; undefined if it does. */
  readonly unsupportedRelease: (version: Version) => UnsupportedRelease | undefined;
  /** Returns undefined if the release is unknown. */
  readonly releaseSupport: (version: Version) => ReleaseSupport | undefined;
  /** Returns why a release does not support several roles on one machine; undefined if it does. */
  readonly sharedMachines: (version: Version) => Omit<UnsupportedRelease, 'what'> | undefined;
  /** Why the platform does not support a virtual address of the load balancers. Absent if it does. */
  readonly refusesVirtualIp?: UnsupportedRelease;
  /** The TCP ports of a role's services. */
  readonly portsOf: (cluster: Cluster, role: Role) => readonly WantedPort[];
  readonly certificateNeeds: (version: Version) => CertificateNeeds;
  /** True unless the release refuses an external certificate for this manager. */
  readonly acceptsExternalCertificate: (cluster: Cluster, host: Host) => boolean;
  /** Returns the secrets that a cluster needs. Skips roles without hosts and disabled features. */
  readonly neededSecrets: (cluster: Cluster) => readonly NeededSecret[];
  readonly secretFault: SecretFault;
  /** Packages of the distribution that the hosts install by name. */
  readonly neededPackages: (cluster: Cluster) => readonly string[];
  readonly overlays: OverlayKeys;
  /** Databases that the product creates besides the managers' database. No inventory may give it one of these names. */
  readonly reservedDatabases: readonly string[];
}

export interface UnsupportedRelease {
  readonly what: string;
  readonly why?: string;
  readonly next: string;
}

export interface ReleaseSupport {
  readonly monitoring: boolean;
  /** Why the release does not support IPv6 addresses, and what to do instead. Absent if it does. */
  readonly noIpv6?: { readonly why: string; readonly next: string };
}

/** The certificates that a release needs. Each flag is true for an unknown release. */
export interface CertificateNeeds {
  /** Managers need a second client pair, whose common name is the database's superuser. */
  readonly needsSuperuserPair: boolean;
  /** A manager's own certificate names public_ip even beside an external certificate. */
  readonly namesPublicIp: boolean;
  /** Common name that the client certificates of managers must have. Databases may compare it with the account. */
  readonly databaseClient: string;
  /** True if etcd's certificates have a CA of their own. */
  readonly etcdCa?: boolean;
}

/** A reader of a secret: the hosts of a role, or Quorate itself. */
export type SecretReader = Role | 'quorate';

export interface NeededSecret {
  readonly name: SecretName;
  readonly by: readonly SecretReader[];
}

/** Rules for overlays of the product's configuration file, by key. */
export interface OverlayKeys {
  /** Name of the configuration file in messages. */
  readonly file: string;
  readonly sections: (role: Service) => readonly string[];
  /** Sections that a message lists. */
  readonly examples: (role: Service) => readonly string[];
  /** Keys that only Quorate sets, with dots between their parts. */
  readonly reserved: readonly string[];
  /** A list that replaces the rendered one and must contain the name of the role's own service. */
  readonly services: { readonly key: string; readonly names: Readonly<Record<Service, string>> };
  /** Returns further faults of an overlay. */
  readonly faults: (overlay: JsonObject) => readonly OverlayFault[];
}

/** A fault of an overlay. `path`: the keys that lead to it. */
export interface OverlayFault {
  readonly path: readonly string[];
  readonly what: string;
  readonly why?: string;
  readonly next: string;
}
