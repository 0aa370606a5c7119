import { firstOf, isUrl, PACKAGE_KEYS } from './cluster-config.ts';
import type { ClusterConfig } from './cluster-config.ts';

/** Keys that the inventory contains, or that need no counterpart. `*` stands for one name. */
const CARRIED: readonly RegExp[] = [
  /^(ssh_user|machine_username|ssh_key_path|key_file_path|ssh_password|cloudify_license_path)$/,
  /^(manager_rpm_path|manager_rpm_download_link|load_balancer_ip|ca_cert_path)$/,
  /^existing_vms\.[^.]+\.(private_ip|public_ip|hostname)$/,
  /^external_db_configuration\.(host|ca_path|server_db_name|server_username|server_password)$/,
  /^external_db_configuration\.(cloudify_db_name|cloudify_username|cloudify_password)$/,
  /^credentials\.manager\.admin_(username|password)$/,
  /^credentials\.postgresql\.(postgres_password|db_monitoring\.password)$/,
  /^credentials\.postgresql\.cluster\.etcd\.(cluster_token|root_password|patroni_password)$/,
  /^credentials\.postgresql\.cluster\.(patroni\.rest_password|postgres\.replicator_password)$/,
  /^credentials\.rabbitmq\.(username|password|erlang_cookie)$/,
  /^credentials\.prometheus\.password$/,
  // The generated file says true even if no LDAP server is given.
  /^ldap\.is_active_directory$/,
];

/** Returns what the inventory does not contain, with what to do about it. */
export function lostSettings(config: ClusterConfig): readonly string[] {
  const { values, machines } = config;
  const file = firstOf(config, PACKAGE_KEYS);
  const ca = values.has('ca_cert_path');
  const other = [...values.keys()].filter((key) => !isCarried(key, ca) && !isAlwaysSo(key, values.get(key)));
  const ldap = other.filter((key) => key.startsWith('ldap.'));
  const rest = other.filter((key) => !key.startsWith('ldap.'));
  const unnamed = machines.filter((name) => !values.has(`existing_vms.${name}.hostname`));
  return [
    ...(file !== undefined && isUrl(file)
      ? [`the package is a URL: download ${file}, and name the file in cloudify.package`]
      : []),
    ...(values.has('ssh_password')
      ? ['ssh_password: set the environment variable SSH_PASSWORD before each command']
      : []),
    ...(ldap.length > 0
      ? [`${ldap.join(', ')}: set them in managers.config, as restservice.ldap of config.yaml`]
      : []),
    ...rest.map((key) => `${key}: ${adviceFor(key)}`),
    ...(values.has('external_db_configuration.host')
      ? []
      : [
          'client certificates: cfy_cluster_manager requires them from managers; set ssl_client_verification',
        ]),
    ...(unnamed.length > 0
      ? [`hostname of ${unnamed.join(', ')}: set it if the command hostname prints another name there`]
      : []),
  ];
}

function isCarried(key: string, ca: boolean): boolean {
  if (/^existing_vms\.[^.]+\.(cert|key)_path$/.test(key)) return ca;
  return CARRIED.some((pattern) => pattern.test(key));
}

/** True for a value that every deploy of Quorate has: REST over HTTPS. */
function isAlwaysSo(key: string, value: string | undefined): boolean {
  return key === 'ssl_enabled' && value === 'true';
}

function adviceFor(key: string): string {
  if (key === 'ssl_enabled') return 'Quorate serves REST over HTTPS only';
  if (key === 'ca_key_path') return 'keep it for new certificates; see certificates csr';
  if (key.includes('config_path')) return 'set what differs in that file as config of the host';
  if (/\.(cert|key)_path$/.test(key)) return 'ca_cert_path is missing, so a new certificate is issued';
  if (key.endsWith('.username')) return 'Quorate uses a name of its own';
  return 'Quorate has no counterpart';
}
