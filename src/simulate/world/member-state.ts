import type { HostName } from '../../model/names.ts';

/**
 * What the members of the services are, as data. No Raft, no SQL: who is listed, who runs since when, who leads.
 */

/** What every member of a service has: does its unit run, and since when does it answer. */
export interface Unit {
  running: boolean;
  /** ms since the epoch; in the future while it starts */
  readyAt: number;
  /** When it was last lost, by a stop or with its host. */
  stoppedAt: number;
}

/** One host's etcd and Patroni: they start and stop together. */
export interface DatabaseMember extends Unit {
  readonly cluster: DatabaseCluster;
  readonly address: string;
  /** The CA (PEM) its own certificate was signed by. */
  readonly ca: string;
  /** When its Patroni started; Infinity while only etcd runs. */
  patroniSince: number;
  /** Until then the others are told that it streams, which it did before it began to copy. */
  reportedStreamingUntil?: number;
}

/** What etcd and PostgreSQL keep for all members. */
export interface DatabaseCluster {
  readonly token: string;
  /** As etcd lists them, whether or not they ever ran. */
  members: readonly EtcdMember[];
  /** The addresses that Patroni's pg_hba lets in. */
  readonly allowedAddresses: Set<string>;
  leader?: HostName | undefined;
  /** Only the last leader and the last synchronous standby may be promoted. */
  lastLeader?: HostName | undefined;
  sync?: HostName | undefined;
  timeline: number;
  readonly registry: Registry;
}

export interface EtcdMember {
  readonly name: string;
  readonly address: string;
  /** Added to a cluster that lives, and not started since: it is listed without an address for clients. */
  readonly unstarted?: true;
}

/** What the managers keep in the database. */
export interface Registry {
  readonly managers: Map<string, { readonly privateIp: string; readonly publicIp: string }>;
  /** Name to address. */
  readonly brokers: Map<string, string>;
  /** The table db_nodes: name to address. */
  readonly databases: Map<string, string>;
  /** Raised by tests, and ended by them. */
  readonly executions: Execution[];
  license: boolean;
  /** The host whose installer is creating or migrating tables now. */
  migratingOn?: HostName | undefined;
}

/** What a workflow's run is to whoever asks whether any runs. */
export interface Execution {
  readonly id: string;
  readonly workflow: string;
  /** `started`, `queued`, `terminated`, … */
  readonly status: string;
}

export interface BrokerMember extends Unit {
  /** Without `rabbit@`. */
  readonly node: string;
  readonly user: string;
  readonly password: string;
  readonly cookie: string;
  readonly ca: string;
  /** Raised by tests. */
  readonly alarms: Set<'mem_alarm' | 'disk_free_alarm'>;
  cluster: BrokerCluster;
  /** The application inside the node (`rabbitmqctl stop_app`); the management interface goes with it. */
  appRunning: boolean;
}

/** A service at an address that is no simulated host's: it is there before, and nothing that a command does ends it. */
export type ExternalService = ExternalDatabase | ExternalBroker | ExternalBalancer;

/** `ca`: PEM, what its certificate was signed by. */
type External = { readonly address: string; readonly ca: string };

export interface ExternalDatabase extends External, Credentials {
  readonly kind: 'database';
  readonly port: number;
  readonly database: string;
  /** Of its clients, too. */
  readonly requiresClientCertificate: boolean;
  /** What managers keep there; without members of its own. */
  readonly cluster: DatabaseCluster;
}

/** `tags`: `administrator`, `management`, … */
export type ExternalBroker = External &
  Credentials & { readonly kind: 'broker'; readonly tags: readonly string[] };

/** Port 443, to whichever manager answers. */
export type ExternalBalancer = External & { readonly kind: 'balancer' };

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** The nodes that list each other. */
export interface BrokerCluster {
  readonly nodes: Set<string>;
}

export interface ManagerMember extends Unit {
  readonly hostname: string;
  readonly user: string;
  readonly password: string;
  readonly ca: string;
  /** Its state lives there. */
  readonly database: DatabaseCluster;
  /** Addresses of the databases that it looks for the leader among: its cloudify-rest.conf. */
  readonly databases: Set<string>;
}

/** A running HAProxy with the configuration that it was started or last reloaded with. */
export interface BalancerMember extends Unit {
  config: BalancerConfig;
  /** Client to server: the stick table, which a reload empties unless a `peers` section keeps it. */
  readonly stickTable: Map<string, string>;
  /** The next server in turn. */
  nextServer: number;
}

export interface BalancerConfig {
  readonly sections: readonly BalancerSection[];
  readonly ports: readonly number[];
  /** PEM, what its own certificate is taken to be signed by. */
  readonly ca: string;
  readonly keepsStickTable: boolean;
}

export interface BalancerSection {
  readonly name: string;
  readonly servers: readonly {
    readonly name: string;
    readonly address: string;
    /** In maintenance: nobody is sent there. */
    readonly disabled: boolean;
  }[];
}
