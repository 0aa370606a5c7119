// Settings and tags of Patroni: cspell:ignore citus nostream replicatefrom
import type { Json, JsonObject, Host } from '../../../model/cluster.ts';
import type { Service } from '../../../model/names.ts';
import type { OverlayFault } from '../../inventory-platform.ts';

/** Components whose configuration an overlay changes, by the role of their hosts. */
const COMPONENTS: Readonly<Record<Service, readonly Component[]>> = {
  database: ['etcd', 'patroni'],
  broker: ['rabbitmq'],
  manager: [],
};
type Component = 'etcd' | 'patroni' | 'rabbitmq';

export function overlaySections(role: Service): readonly string[] {
  return COMPONENTS[role];
}

/** The overlay of one component on a host. */
export function overlayOf({ overlay }: Pick<Host, 'overlay'>, component: Component): JsonObject {
  const section = overlay[component];
  return isMap(section) ? section : {};
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys that only Quorate sets, each with what it stands for and everything below it. */
interface Reserved {
  readonly keys: readonly string[];
  readonly why: string;
  readonly next?: string;
}

const MEMBERS = 'quorate writes it from the hosts of the inventory';
const TLS = 'quorate writes it, so that every connection is encrypted and verified';
const DATA = 'acknowledged data depends on it';
const REMOVED = 'quorate deletes the data of a removed member, and must know where it is';

const RESERVED: Readonly<Record<Component, readonly Reserved[]>> = {
  etcd: [
    {
      keys: [
        ...['name', 'listen-peer-urls', 'listen-client-urls', 'advertise-client-urls'],
        ...[
          'initial-advertise-peer-urls',
          'initial-cluster',
          'initial-cluster-state',
          'initial-cluster-token',
        ],
        ...['discovery', 'discovery-srv', 'proxy', 'enable-grpc-gateway', 'strict-reconfig-check'],
      ],
      why: MEMBERS,
    },
    { keys: ['client-transport-security', 'peer-transport-security'], why: TLS },
    { keys: ['unsafe-no-fsync', 'force-new-cluster'], why: DATA },
    { keys: ['data-dir', 'wal-dir'], why: REMOVED },
  ],
  patroni: [
    {
      keys: [
        ...['scope', 'namespace', 'name', 'restapi.listen', 'restapi.connect_address'],
        ...['etcd', 'etcd3', 'consul', 'zookeeper', 'exhibitor', 'raft', 'kubernetes', 'citus'],
        ...['postgresql.listen', 'postgresql.connect_address', 'postgresql.proxy_address'],
      ],
      why: MEMBERS,
    },
    {
      keys: [
        ...['ctl', 'restapi.authentication', 'restapi.certfile', 'restapi.keyfile', 'restapi.cafile'],
        ...['restapi.verify_client', 'postgresql.authentication', 'postgresql.pg_hba', 'postgresql.pg_ident'],
        ...['postgresql.pgpass', 'postgresql.use_unix_socket', 'postgresql.use_unix_socket_repl'],
      ],
      why: TLS,
    },
    {
      keys: [
        ...['postgresql.remove_data_directory_on_rewind_failure', 'postgresql.custom_conf'],
        ...['postgresql.remove_data_directory_on_diverged_timelines', 'postgresql.recovery_conf'],
        ...['postgresql.use_pg_rewind', 'postgresql.use_slots'],
      ],
      why: DATA,
    },
    { keys: ['postgresql.data_dir', 'postgresql.bin_dir', 'postgresql.config_dir'], why: REMOVED },
    {
      keys: ['bootstrap'],
      why: 'Patroni reads it only when it creates the cluster',
      next: 'remove it here; patronictl edit-config changes the settings of a running cluster',
    },
    {
      keys: ['postgresql.parameters'],
      why: 'parameters are checked, and the inventory has a key for them',
      next: 'set them in native.postgresql.parameters',
    },
    {
      keys: ['nofailover', 'nosync', 'nostream', 'failover_priority', 'replicatefrom'].map(
        (tag) => `tags.${tag}`,
      ),
      why: 'quorate makes any synchronous standby the leader',
    },
  ],
  rabbitmq: [
    {
      keys: ['cluster_formation', 'cluster_partition_handling', 'distribution', 'management.path_prefix'],
      why: MEMBERS,
    },
    {
      keys: ['listeners', 'ssl_options', 'management.ssl', 'management.tcp', 'management.listener'],
      why: TLS,
    },
    {
      keys: ['default_user', 'default_pass', 'default_user_tags'],
      why: 'quorate logs in with it',
      next: 'set brokers.user and the secret rabbitmq_password',
    },
    {
      keys: ['load_definitions', 'definitions', 'anonymous_login_user'],
      why: 'quorate creates the accounts and virtual hosts of the inventory',
      next: 'set native.rabbitmq.users and native.rabbitmq.vhosts',
    },
    { keys: ['raft.data_dir', 'log.dir'], why: REMOVED },
  ],
};

/** Returns what an overlay sets although only Quorate may, and what cannot be written to the file of its component. */
export function overlayFaults(overlay: JsonObject): readonly OverlayFault[] {
  return Object.values(COMPONENTS)
    .flat()
    .flatMap((component) => {
      const section = overlay[component];
      if (section === undefined) return [];
      if (!isMap(section))
        return [{ path: [component], what: `${component} is not a map`, next: 'write KEY: VALUE' }];
      return [...reservedIn(component, section), ...(component === 'rabbitmq' ? unwritable(section) : [])];
    });
}

function reservedIn(component: Component, section: JsonObject): readonly OverlayFault[] {
  const places = leavesOf(section);
  return RESERVED[component].flatMap(({ keys, why, next = 'remove it' }) =>
    keys.flatMap((key) =>
      places
        .filter((place) => sets(place, key))
        .map(({ path }) => ({
          path: [component, ...path],
          what: `${key} cannot be set in an overlay`,
          why,
          next,
        })),
    ),
  );
}

interface Place {
  readonly path: readonly string[];
  /** The keys of the path with dots between them. */
  readonly name: string;
  readonly value: Json;
}

/** True if the value is that of the key, or below it, or replaces the map that contains the key. */
function sets({ name, value }: Place, key: string): boolean {
  if (name === key || name.startsWith(`${key}.`)) return true;
  return !isMap(value) && key.startsWith(`${name}.`);
}

/** Every value that is not a map, and every empty map. */
function leavesOf(section: JsonObject, above: readonly string[] = []): readonly Place[] {
  return Object.entries(section).flatMap(([key, value]) => {
    const path = [...above, key];
    const below = isMap(value) ? leavesOf(value, path) : [];
    return below.length > 0 ? below : [{ path, name: path.join('.'), value }];
  });
}

/** rabbitmq.conf has one setting on each line, and no way to escape the start of a comment. */
function unwritable(section: JsonObject): readonly OverlayFault[] {
  return Object.entries(section).flatMap(([key, value]) => {
    const isKey = /^[A-Za-z0-9_$-]+(\.[A-Za-z0-9_$-]+)*$/.test(key);
    const isLine =
      ['string', 'number', 'boolean'].includes(typeof value) && !/[#\p{Cc}]/u.test(lineText(value));
    if (isKey && isLine) return [];
    const next = 'write it as in rabbitmq.conf, such as channel_max: 128 or log.console: true';
    return [{ path: ['rabbitmq', key], what: `${key} is not a setting on one line`, next }];
  });
}

/** A value as rabbitmq.conf has it. */
export function lineText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
