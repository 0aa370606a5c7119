import type { JsonObject, SshClient } from '../../model/cluster.ts';
import type { SecretName } from '../../model/material.ts';
import type { AbsolutePath } from '../../model/names.ts';

/** An inventory that matches its schema, as the operator wrote it, without defaults. */
export interface RawInventory {
  readonly name: string;
  /** Path of the included file, whose values are in this value already. */
  readonly include?: string;
  /** Exactly one of `cloudify` and `native` is set. */
  readonly cloudify?: {
    readonly version: string;
    readonly package?: string;
    /** `false`: the operator uploads a license later. */
    readonly license?: string | false;
    readonly admin_user?: string;
  };
  readonly native?: {
    readonly postgresql: {
      readonly version: number;
      readonly machine_memory?: string;
      readonly parameters?: Readonly<Record<string, string | number | boolean>>;
      readonly users?: readonly {
        readonly name: string;
        readonly attributes?: readonly string[];
        readonly roles?: readonly string[];
      }[];
      readonly databases?: readonly { readonly name: string; readonly owner: string }[];
    };
    readonly rabbitmq?: {
      readonly machine_memory?: string;
      readonly vhosts?: readonly string[];
      readonly users?: readonly RawBrokerUser[];
      readonly policies?: readonly RawBrokerPolicy[];
    };
    readonly mounts?: readonly AbsolutePath[];
    readonly packages?: RawPackages;
    readonly application?: RawApplication;
  };
  readonly ssh?: RawSsh;
  readonly tls: { readonly directory: string };
  readonly secrets: RawSecrets;
  readonly name_resolution?: 'dns' | 'hosts-file';
  readonly monitoring?: boolean;
  readonly ssl_client_verification?: boolean;
  readonly topology?: { readonly below_minimum?: 'accept' };
  readonly databases: RawRole & { readonly external?: RawExternalDatabase };
  readonly brokers: RawRole & {
    readonly external?: RawExternalBrokers;
    readonly use_long_name?: boolean;
    readonly user?: string;
  };
  readonly managers: RawRole;
  readonly load_balancers?: RawRole & {
    readonly external?: { readonly address: string };
    readonly virtual_ip?: RawVirtualIp;
  };
}

interface RawVirtualIp {
  readonly address: string;
  readonly prefix_length?: number;
  readonly interface: string;
}

/** One of the two keys is set. */
interface RawPackages {
  readonly repository?: {
    readonly url: string;
    readonly suite: string;
    readonly components?: readonly string[];
    readonly key: string;
    readonly origin?: string;
    readonly packages?: readonly string[];
  };
  readonly directory?: string;
}

interface RawApplication {
  readonly unit: string;
  readonly package?: string;
  readonly environment_file?: AbsolutePath;
  readonly port: number;
  readonly health: { readonly path: string; readonly expect?: number };
}

interface RawBrokerUser {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly permissions?: readonly {
    readonly vhost: string;
    readonly configure?: string;
    readonly write?: string;
    readonly read?: string;
  }[];
}

interface RawBrokerPolicy {
  readonly name: string;
  readonly vhost: string;
  readonly pattern: string;
  readonly apply_to?: string;
  readonly priority?: number;
  readonly definition: JsonObject;
}

/** The section of a role. An invalid host is a hole in `hosts`, so that the other hosts keep their index. */
export interface RawRole {
  readonly hosts?: readonly RawHost[];
  readonly ssh?: RawSsh;
  readonly config?: JsonObject;
}

export interface RawHost {
  readonly name: string;
  readonly address: string;
  readonly private_ip?: string;
  readonly public_ip?: string;
  readonly hostname?: string;
  readonly networks?: Readonly<Record<string, string>>;
  readonly ssh?: RawSsh;
  readonly config?: JsonObject;
}

export interface RawExternalDatabase {
  readonly address: string;
  readonly port?: number;
  readonly ca?: string;
  readonly user?: string;
  readonly database?: string;
  readonly cloudify_user?: string;
  readonly cloudify_database?: string;
}

export interface RawExternalBrokers {
  readonly hosts: readonly RawExternalBroker[];
  readonly ca?: string;
}

interface RawExternalBroker {
  readonly name?: string;
  readonly address: string;
  readonly networks?: Readonly<Record<string, string>>;
}

/** The source of all secrets (one of file, env and command), the keys of encrypted files, and individual sources. */
export interface RawSecrets extends Readonly<Partial<Record<SecretName, RawValue>>> {
  readonly file?: string;
  readonly env?: true | string;
  readonly command?: readonly string[];
  readonly identity?: string;
  readonly recipients?: readonly string[];
}

/** The source of one value. Exactly one of the keys is set. */
export interface RawValue {
  readonly env?: string;
  readonly file?: string;
  readonly command?: readonly string[];
}

/** The password itself (a numeric one as typed), or its source. */
export type RawPassword = string | RawValue;

export interface RawSsh {
  readonly client?: SshClient;
  readonly user?: string;
  readonly port?: number;
  readonly identity?: string;
  readonly agent?: boolean;
  readonly password?: RawPassword;
  readonly become?: boolean | { readonly password: RawPassword };
  readonly known_hosts?: string;
  readonly host_keys?: readonly string[];
  readonly connect_timeout?: number;
  /** Bastions separated by commas, a list of them, or `none`. */
  readonly jump?: string | readonly (string | RawJumpHost)[];
}

interface RawJumpHost {
  readonly host: string;
  readonly identity?: string;
}
