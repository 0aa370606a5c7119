import type { Cluster, Host } from '../model/cluster.ts';
import type { Answer, Probe } from '../model/health/gate.ts';
import type { Membership } from '../model/health/membership.ts';
import type { Material } from '../model/material.ts';
import type { AbsolutePath, HostName, Service } from '../model/names.ts';
import type { MembershipQuery } from '../model/plan/plan.ts';
import type { Finding } from './findings.ts';
import type { ProbeInput } from './gate.ts';
import type { ManagerStatus } from './status-probe.ts';

/** Probes, paths and commands that a platform supplies to the gates that are shared by all platforms. */
export interface GatePlatform {
  /** Probes with which each member of a service reports itself and the other members. */
  readonly membershipQuery: (cluster: Cluster, service: Service, material: Material) => MembershipQuery;
  /** Path of the installer's log, which is printed if a gate fails and the host's service has no log of its own yet. */
  readonly installLog: AbsolutePath;
  /** The unit of systemd that runs etcd. */
  readonly etcdUnit: string;
  /** The file with the login of `etcdctl` on a database. Absent if the members are not queried for alarms. */
  readonly etcdLogin?: AbsolutePath;
  /** The command, typed on a database, that lists all databases. */
  readonly listDatabases: string;
  /** In bytes. A standby that is further behind its leader does not count as healthy. */
  readonly standbyLagLimit: number;
  readonly managerStatus: ManagerStatus;
  /** The port on which HAProxy serves its statistics to its own host. */
  readonly statisticsPort: number;
  /** Names under which the statistics of HAProxy list the members of the inventory. */
  readonly balancedNames: (cluster: Cluster) => readonly string[];
  /** Absent if managers do not register brokers. */
  readonly brokerRegistry?: BrokerRegistry;
}

/** The list of brokers that each manager returns. */
export interface BrokerRegistry {
  readonly probe: (manager: Host, input: ProbeInput) => Probe;
  /** Compares a manager's list with the brokers of the inventory. */
  readonly judge: (
    manager: HostName,
    answer: Answer | undefined,
    expected: Membership['expected'],
  ) => Finding;
}
