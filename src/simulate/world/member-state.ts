import type { HostName } from '../../model/names.ts';

/** State of the cluster members as data. Raft and SQL are not simulated, only membership, startup times and leadership. */

/** State of the unit that every member has. */
export interface Unit {
  running: boolean;
  /** Time from which the unit responds. In the future while it starts. */
  readyAt: number;
  /** Time of the unit's last stop, alone or with its host. */
  stoppedAt: number;
}

/** etcd and Patroni of one host. They start and stop together. */
export interface DatabaseMember extends Unit {
  readonly cluster: DatabaseCluster;
  readonly address: string;
  /** CA of its certificate (PEM). */
  readonly ca: string;
  /** CA of etcd, if it differs. */
  readonly etcdCa?: string;
  /** Start time of Patroni. Infinity while only etcd runs. */
  patroniSince: number;
  /** Parameters with which PostgreSQL started (native platform). */
  parameters?: Parameters;
  /** Until this time, Patroni still reports the member as streaming, as it was before its reinitialization. */
  reportedStreamingUntil?: number;
}

/** Values by name. */
export type Parameters = Readonly<Record<string, string>>;

/** State that etcd and PostgreSQL share between all members. */
export interface DatabaseCluster {
  readonly token: string;
  /** Members in etcd's list, even if they never started. */
  members: readonly EtcdMember[];
  /** Addresses that Patroni's pg_hba allows. */
  readonly allowedAddresses: Set<string>;
  leader?: HostName | undefined;
  /** Only the last leader and the last synchronous standby may be promoted. */
  lastLeader?: HostName | undefined;
  sync?: HostName | undefined;
  timeline: number;
  /** Parameters in etcd, once they were changed: members read the current ones with a delay. */
  parameters?: {
    readonly former: Parameters;
    readonly current: Parameters;
    readonly changedAt: number;
  };
  /** Conditions about accounts and databases that hold, as the scripts of the native platform write them. */
  readonly objects: Set<string>;
  /** Address of a member to the alarm that it has raised, such as `NOSPACE`. Set by tests. */
  readonly alarms: Map<string, string>;
  readonly registry: Registry;
}

export interface EtcdMember {
  readonly name: string;
  readonly address: string;
  /** Set if the member was added to a running cluster and has not started yet. It is listed without a client URL. */
  readonly unstarted?: true;
  /** Set while the member has no vote. */
  readonly learner?: true;
}

/** The simulated tables that the managers keep in the database: registered members and workflows. */
interface Registry {
  readonly managers: Map<string, { readonly privateIp: string; readonly publicIp: string }>;
  /** Address by name. */
  readonly brokers: Map<string, string>;
  /** Table db_nodes: address by name. */
  readonly databases: Map<string, string>;
  /** Set and ended by tests. */
  readonly executions: WorkflowExecution[];
  license: boolean;
  /** Host whose installer is creating or migrating tables. */
  migratingOn?: HostName | undefined;
}

/** A workflow execution, as far as the gate for running executions needs it. */
export interface WorkflowExecution {
  readonly id: string;
  readonly workflow: string;
  /** `started`, `queued`, `terminated`, … */
  readonly status: string;
}

export interface BrokerMember extends Unit {
  /** Name of the node without `rabbit@`. */
  readonly node: string;
  readonly user: string;
  readonly password: string;
  readonly cookie: string;
  readonly ca: string;
  /** Set by tests. */
  readonly alarms: Set<'mem_alarm' | 'disk_free_alarm'>;
  cluster: BrokerCluster;
  /** State of the application in the node (`rabbitmqctl stop_app` stops it, and with it the management interface). */
  appRunning: boolean;
}

/** A service outside the simulated hosts. It exists from the start, and no command stops it. */
export type SimulatedExternalService =
  SimulatedExternalDatabase | SimulatedExternalBroker | SimulatedExternalBalancer;

/** A service at an address. `ca`: CA of the service's certificate (PEM). */
type External = { readonly address: string; readonly ca: string };

export interface SimulatedExternalDatabase extends External, Credentials {
  readonly kind: 'database';
  readonly port: number;
  readonly database: string;

  readonly requiresClientCertificate: boolean;
  /** The external database as a cluster without members, which holds the managers' tables. */
  readonly cluster: DatabaseCluster;
}

/** `tags`: tags of the user in RabbitMQ, such as `administrator`. */
export type SimulatedExternalBroker = External &
  Credentials & { readonly kind: 'broker'; readonly tags: readonly string[] };

/** Forwards port 443 to any running manager. */
type SimulatedExternalBalancer = External & { readonly kind: 'balancer' };

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Nodes that list each other. */
interface BrokerCluster {
  readonly nodes: Set<string>;
}

/** The operator's application. `status`: its answer to a request of `path`. */
export interface ApplicationMember extends Unit {
  readonly unit: string;
  readonly port: number;
  readonly path: string;
  readonly status: number;
}

export interface ManagerMember extends Unit {
  readonly hostname: string;
  readonly user: string;
  readonly password: string;
  readonly ca: string;
  /** Database cluster that stores its state. */
  readonly database: DatabaseCluster;
  /** Database addresses in the manager's cloudify-rest.conf, among which the manager looks for the leader. */
  readonly databases: Set<string>;
}

/** HAProxy with the configuration of its last start or reload. */
export interface BalancerMember extends Unit {
  config: BalancerConfig;
  /** Server by client. A reload empties the table unless a `peers` section keeps it. */
  readonly stickTable: Map<string, string>;
  /** Counter of the round-robin rotation. */
  nextServer: number;
}

/** keepalived of a load balancer. */
export interface KeepalivedMember extends Unit {
  settings: KeepalivedSettings;
  /** True while it has the virtual address. */
  holds: boolean;
}

export interface KeepalivedSettings {
  readonly address: string;
  readonly interface: string;
  readonly priority: number;
  readonly peers: readonly string[];
}

export interface BalancerConfig {
  /** Addresses that it binds. */
  readonly addresses: readonly string[];
  readonly sections: readonly BalancerSection[];
  readonly ports: readonly number[];
  /** CA that is assumed to have signed its certificate (PEM). */
  readonly ca: string;
  readonly keepsStickTable: boolean;
}

export interface BalancerSection {
  readonly name: string;
  readonly ports: readonly number[];
  readonly servers: readonly {
    readonly name: string;
    readonly address: string;
    /** True if the server is in maintenance and gets no requests. */
    readonly disabled: boolean;
  }[];
}
