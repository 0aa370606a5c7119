import type { Release } from '../releases.ts';

/** Keys that the stand-in reads. Values that an operator can get wrong, and that the stand-in checks, are `unknown`. */
export interface DatabaseNode {
  ip?: string;
}

/** `{ networks: { default } }`, or `{ default }` in one release. */
export type BrokerMember = Record<string, Record<string, string | undefined> | string | undefined>;

export interface CertificateSection {
  cert_path?: string;
  key_path?: string;
  ca_path?: string;
  [key: string]: unknown;
}

/** The merged configuration. Keys that only some releases have may be missing. */
export interface Settings {
  /** The release; not read from a file. */
  release: Release;
  manager: {
    private_ip: string;
    public_ip: string;
    hostname: string;
    security: { ssl_enabled: boolean; admin_username: string; admin_password: string };
    cloudify_license_path: string;
    cli_local_profile_host_name?: string;
    internal_rest_port?: number;
    additional_internal_rest_listeners?: number[] | null;
    external_rest_port?: number;
    external_rest_protocol?: string;
  };
  cli?: { skip_installation: boolean; local_profile_host_name: string };
  networks: Record<string, string>;
  rabbitmq: CertificateSection & {
    username: string;
    password: unknown;
    cluster_members: Record<string, BrokerMember>;
    is_external?: boolean;
    use_hostnames_in_db?: boolean;
    nodename: string | null;
    use_long_name: boolean;
    join_cluster: string | null;
    erlang_cookie: unknown;
    policies: BrokerPolicy[];
  };
  postgresql_server: CertificateSection & {
    postgres_password: string;
    config: Record<string, string>;
    cluster: {
      nodes: Record<string, DatabaseNode>;
      etcd: { cluster_token: unknown; root_password: string; patroni_password: string };
      patroni: { rest_user: string; rest_password: string };
      postgres: { replicator_password: string };
    };
    enable_remote_connections: boolean;
    ssl_enabled: boolean;
    ssl_only_connections: boolean;
    ssl_client_verification: boolean;
    db_monitoring?: { username: string; password: unknown };
  };
  postgresql_client: CertificateSection & {
    host: string;
    server_db_name: string;
    server_username: string;
    server_password: string;
    cloudify_db_name: string;
    cloudify_username: string;
    cloudify_password: string;
    ssl_enabled: boolean;
    ssl_client_verification: boolean;
  };
  nginx: { port?: number | null };
  validations: {
    skip_validations: boolean;
    minimum_required_total_physical_memory_in_mb: number;
    minimum_required_available_disk_space_in_gb: number;
    supported_distros: string[];
    supported_distro_versions: string[];
    expected_env?: Record<string, string | string[]> | null;
  };
  ssl_inputs: CertificateSection & Partial<Record<SslInput, string>>;
  prometheus?: CertificateSection & { credentials: { username: string; password: string } };
  services_to_install: string[];
  config_files: string[];
}

export interface BrokerPolicy {
  name: string;
  expression: string;
  priority?: number;
  policy: Record<string, unknown>;
}

export type SslInput =
  | 'external_cert_path'
  | 'external_key_path'
  | 'external_ca_cert_path'
  | 'external_ca_key_path'
  | 'external_ca_key_password'
  | 'internal_cert_path'
  | 'internal_key_path'
  | 'postgresql_client_cert_path'
  | 'postgresql_client_key_path'
  | 'postgresql_superuser_client_cert_path'
  | 'postgresql_superuser_client_key_path'
  | 'ca_cert_path'
  | 'ca_key_path'
  | 'ca_key_password';

export type CertificateSectionName =
  'rabbitmq' | 'postgresql_server' | 'postgresql_client' | 'ssl_inputs' | 'prometheus';

export const mainServices = ['database_service', 'queue_service', 'manager_service'] as const;
export type ServiceName = (typeof mainServices)[number] | 'monitoring_service' | 'entropy_service';

export const wants = (settings: Settings, service: ServiceName): boolean =>
  settings.services_to_install.includes(service);

export const isAllInOne = (settings: Settings): boolean =>
  mainServices.every((service) => wants(settings, service));
