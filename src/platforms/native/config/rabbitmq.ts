import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import type { Cluster, Host } from '../../../model/cluster.ts';
import { Secret } from '../../../model/secret.ts';
import { brokerPaths } from '../paths.ts';
import { watermarkLines } from './memory.ts';
import { lineText, overlayOf } from './overlays.ts';

const HEADER = '# Written by quorate from its inventory: a deploy replaces this file.';
const { ca, certificate, key, betweenNodes } = brokerPaths;

/**
 * Returns rabbitmq.conf of a broker. A joining broker looks for its seed for ten minutes, because a broker that finds
 * none would form a cluster of its own.
 * @param seed the member to join; undefined for the broker that forms the cluster
 */
export function brokerConfig(
  cluster: Cluster,
  host: Host,
  { password, seed }: { readonly password: Secret; readonly seed: Host | undefined },
): Secret {
  const { privateIp } = host;
  const lines = (shown: string) =>
    withOverlay(host, [
      HEADER,
      'listeners.tcp = none',
      `listeners.ssl.1 = ${privateIp}:5671`,
      ...tlsOptions('ssl_options'),
      'ssl_options.verify = verify_none',
      'ssl_options.fail_if_no_peer_cert = false',
      `management.ssl.ip = ${privateIp}`,
      'management.ssl.port = 15671',
      ...tlsOptions('management.ssl'),
      'cluster_partition_handling = pause_minority',
      ...watermarkLines(cluster, host),
      ...LOG_ROTATION,
      `default_user = ${cluster.brokerUser}`,
      `default_pass = ${shown}`,
      'default_user_tags.administrator = true',
      ...(seed ? seedLines(brokerNodeName(cluster, seed)) : []),
      '',
    ]).join('\n');
  return new Secret(lines(password.reveal()), lines(password.toString()));
}

/** An overlay replaces the lines of its settings, and both forms of the limit of memory, of which only one may be set. */
function withOverlay(host: Host, lines: readonly string[]): readonly string[] {
  const overlay = Object.entries(overlayOf(host, 'rabbitmq'));
  const isReplaced = (line: string) =>
    overlay.some(
      ([key]) => line.startsWith(`${key} = `) || (key.startsWith(WATERMARK) && line.startsWith(WATERMARK)),
    );
  return [
    ...lines.slice(0, -1).filter((line) => !isReplaced(line)),
    ...overlay.map(([key, value]) => `${key} = ${lineText(value)}`),
    ...lines.slice(-1),
  ];
}

const WATERMARK = 'vm_memory_high_watermark.';

/** At most 1 GB of logs. */
const LOG_ROTATION: readonly string[] = ['log.file.rotation.size = 104857600', 'log.file.rotation.count = 9'];

function tlsOptions(prefix: string): readonly string[] {
  return [
    `${prefix}.cacertfile = ${ca}`,
    `${prefix}.certfile = ${certificate}`,
    `${prefix}.keyfile = ${key}`,
    `${prefix}.versions.1 = tlsv1.2`,
    `${prefix}.versions.2 = tlsv1.3`,
  ];
}

function seedLines(node: string): readonly string[] {
  return [
    'cluster_formation.peer_discovery_backend = classic_config',
    `cluster_formation.classic_config.nodes.1 = rabbit@${node}`,
    'cluster_formation.discovery_retry_limit = 600',
    'cluster_formation.discovery_retry_interval = 1000',
  ];
}

/** Returns rabbitmq-env.conf, which the server and rabbitmqctl read. Erlang's nodes connect over TLS. */
export function brokerEnvironment(cluster: Cluster, host: Host): string {
  const tls = `-pa $ERL_SSL_PATH -proto_dist inet_tls -ssl_dist_optfile ${betweenNodes}`;
  return [
    HEADER,
    `NODENAME=rabbit@${brokerNodeName(cluster, host)}`,
    `USE_LONGNAME=${cluster.brokerLongNames}`,
    'ERL_SSL_PATH=$(echo /usr/lib/erlang/lib/ssl-*/ebin)',
    `SERVER_ADDITIONAL_ERL_ARGS="${tls}"`,
    `CTL_ERL_ARGS="${tls}"`,
    '',
  ].join('\n');
}

/** Returns the TLS options of the connections between the nodes. Each side requires a certificate of the other. */
export function betweenNodesConfig(): string {
  const files = `{cacertfile, "${ca}"}, {certfile, "${certificate}"}, {keyfile, "${key}"}`;
  return `[
  {server, [${files}, {verify, verify_peer}, {fail_if_no_peer_cert, true}]},
  {client, [${files}, {verify, verify_peer}]}
].
`;
}

export const BROKER_PLUGINS = '[rabbitmq_management].\n';
