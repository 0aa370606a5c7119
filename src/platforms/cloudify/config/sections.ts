import type { OverlayKeys } from '../../inventory-platform.ts';
import { SERVICE_NAMES } from '../product/paths.ts';

/** All sections of the configuration files that the releases in the version table ship. */
export const CONFIG_SECTIONS: readonly string[] = [
  ...[
    'agent',
    'api',
    'cli',
    'composer',
    'dev',
    'flask_security',
    'manager',
    'manager-ip-setter',
    'mgmtworker',
  ],
  ...['networks', 'nginx', 'patch', 'postgresql_client', 'postgresql_server', 'premium', 'prometheus'],
  ...['provider_context', 'python', 'rabbitmq', 'restservice', 'sanity', 'service_management'],
  ...['services_to_install', 'ssl_inputs', 'stage', 'unconfigured_install', 'usage_collector', 'validations'],
];

/** Keys that only Quorate sets: the identity of a host, the members, and the paths of certificates. */
const RESERVED_CONFIG_KEYS: readonly string[] = [
  ...['manager.private_ip', 'manager.public_ip', 'manager.hostname', 'networks'],
  ...['postgresql_server.cluster.nodes', 'rabbitmq.cluster_members', 'rabbitmq.nodename'],
  ...['rabbitmq.join_cluster', 'rabbitmq.use_long_name', 'rabbitmq.erlang_cookie'],
  ...['postgresql_server', 'rabbitmq', 'prometheus'].flatMap((section) =>
    ['cert_path', 'key_path', 'ca_path'].map((key) => `${section}.${key}`),
  ),
];

/** Rules for overlays of config.yaml. */
export const OVERLAYS: OverlayKeys = {
  file: 'config.yaml',
  sections: () => CONFIG_SECTIONS,
  examples: () => ['manager', 'postgresql_server', 'rabbitmq'],
  reserved: RESERVED_CONFIG_KEYS,
  services: { key: 'services_to_install', names: SERVICE_NAMES },
  faults: () => [],
};
