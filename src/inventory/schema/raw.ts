import type { JsonObject } from '../../model/cluster.ts';
import type { SecretName } from '../../model/material.ts';

/** An inventory as its schema lets it through: what the operator wrote, before defaults. */
export interface RawInventory {
  readonly name: string;
  readonly cloudify: {
    readonly version: string;
    readonly package?: string;
    /** `false`: one is uploaded later, on purpose. */
    readonly license?: string | false;
    readonly admin_user?: string;
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
  readonly load_balancers?: RawRole & { readonly external?: { readonly address: string } };
}

/** A host that could not be read at all is a hole in the list, so that the others keep their places. */
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

export interface RawExternalBroker {
  readonly name?: string;
  readonly address: string;
  readonly networks?: Readonly<Record<string, string>>;
}

/** Where all secrets are (one of the first three), what opens them, and where single ones are. */
export interface RawSecrets extends Readonly<Partial<Record<SecretName, RawValue>>> {
  readonly file?: string;
  readonly env?: true | string;
  readonly command?: readonly string[];
  readonly identity?: string;
  readonly recipients?: readonly string[];
}

/** Exactly one of the three. */
export interface RawValue {
  readonly env?: string;
  readonly file?: string;
  readonly command?: readonly string[];
}

/** Text is taken as it stands in the file, so that a numeric password stays what was typed. */
export type RawPassword = string | RawValue;

export interface RawSsh {
  readonly user?: string;
  readonly port?: number;
  readonly identity?: string;
  readonly agent?: boolean;
  readonly password?: RawPassword;
  readonly become?: boolean | { readonly password: RawPassword };
  readonly known_hosts?: string;
  readonly connect_timeout?: number;
}
