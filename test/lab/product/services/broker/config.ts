import { createHash, randomBytes } from 'node:crypto';
import { brokerPaths } from '../../base/paths.ts';
import { requireText } from '../../config/text.ts';
import type { Settings } from '../../config/settings.ts';

/** rabbitmq.config: TLS only, also for the management interface, and `pause_minority`. */
export function brokerConfig(settings: Settings): string {
  const { ca_path, cert_path, key_path, join_cluster } = settings.rabbitmq;
  const tls = [
    `{cacertfile, "${ca_path ?? ''}"}`,
    `{certfile, "${cert_path ?? ''}"}`,
    `{keyfile, "${key_path ?? ''}"}`,
    "{versions, ['tlsv1.2']}",
    '{honor_cipher_order, true}',
  ].join(', ');
  // Only the first broker loads definitions. The other brokers get users and policies when they join.
  const definitions = join_cluster ? '' : `{load_definitions, "${brokerPaths.definitions}"}, `;
  return `[
 {ssl, [{versions, ['tlsv1.2']}]},
 {rabbit, [
   {heartbeat, 0},
   {loopback_users, []},
   {tcp_listeners, []},
   {ssl_listeners, [5671]},
   {cluster_partition_handling, pause_minority},
   {ssl_options, [${tls}]}
 ]},
 {rabbitmq_management, [
   ${definitions}{listener, [{port, 15671}, {ssl, true}, {ssl_opts, [${tls}]}]}
 ]}
].
`;
}

export const brokerPlugins = '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_tracing].\n';

/** Environment file of the server and of rabbitmqctl, so that rabbitmqctl needs no node name. */
export const brokerEnvironment = (settings: Settings, node: string): string =>
  [
    `NODENAME=${node}`,
    `USE_LONGNAME=${settings.rabbitmq.use_long_name}`,
    `CONFIG_FILE=${brokerPaths.config}`,
    `ENABLED_PLUGINS_FILE=${brokerPaths.plugins}`,
    `LOG_BASE=${brokerPaths.logs}`,
    '',
  ].join('\n');

export function brokerDefinitions(settings: Settings): string {
  const { username, password, policies } = settings.rabbitmq;
  const user = {
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    name: username,
    password_hash: passwordHash(requireText(password, 'encode')),
    tags: 'administrator',
  };
  return JSON.stringify({
    vhosts: [{ name: '/' }],
    users: [user],
    permissions: [{ user: username, vhost: '/', configure: '.*', write: '.*', read: '.*' }],
    policies: policies.map((policy) => ({
      name: policy.name,
      vhost: '/',
      pattern: policy.expression,
      priority: policy.priority ?? 1,
      'apply-to': 'queues',
      definition: policy.policy,
    })),
  });
}

function passwordHash(password: string): string {
  const salt = randomBytes(4);
  const hash = createHash('sha256').update(salt).update(password).digest();
  return Buffer.concat([salt, hash]).toString('base64');
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
export const randomCookie = (): string =>
  [...randomBytes(64)].map((byte) => letters[byte % letters.length]).join('');
