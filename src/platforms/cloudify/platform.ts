import { hostsOf, serverName } from '../../model/cluster.ts';
import type { Gate } from '../../gates/gate.ts';
import type { GateName } from '../../model/names.ts';
import { STATE_DIRECTORY } from '../../model/stored-formats.ts';
import type { Phase } from '../../phases/phase.ts';
import type { Platform } from '../platform.ts';
import { detailsPlans, peerNames } from './checks/details-plan.ts';
import { flowsOf } from './checks/flows.ts';
import { hostChecks } from './checks/host-checks.ts';
import { closingLines } from './closing-lines.ts';
import { databasesHealthy } from './gates/databases-healthy.ts';
import { databasesUsed } from './gates/databases-used.ts';
import { externalServices } from './gates/external-services.ts';
import { hostsReady } from './gates/hosts-ready.ts';
import { managerStatus } from './gates/manager-status.ts';
import { noExecutions } from './gates/no-executions.ts';
import { registration } from './gates/registered.ts';
import { managerView } from './observe/manager-view.ts';
import { afterInstallation } from './phases/after-installation.ts';
import { brokerNames } from './phases/broker-names.ts';
import { brokers } from './phases/brokers.ts';
import { databaseNodes } from './phases/database-nodes.ts';
import { databases } from './phases/databases.ts';
import { drain } from './phases/drain.ts';
import { loadBalancers } from './phases/load-balancers.ts';
import { managers } from './phases/managers.ts';
import { memberConfig } from './phases/member-config.ts';
import { registerBrokers } from './phases/register-brokers.ts';
import { reinitDatabasePhase } from './phases/reinit-database.ts';
import { removeBrokerPhase } from './phases/remove-broker.ts';
import { removeDatabasePhase } from './phases/remove-database.ts';
import { removeLoadBalancerPhase } from '../../phases/remove-load-balancer.ts';
import { removeManagerPhase } from './phases/remove-manager.ts';
import { restartPhase } from './phases/restart.ts';
import { stage } from './phases/stage.ts';
import { switchoverPhase } from './phases/switchover.ts';
import { brokerRegistry } from './probes/broker-registry.ts';
import { SHOW_MEMBER_LOG } from './product/logs.ts';
import { logsOf } from './probes/logs.ts';
import { membershipQuery } from './probes/membership-query.ts';
import { MANAGER_STATUS } from './probes/probes.ts';
import { OVERLAYS } from './config/sections.ts';
import { acceptsExternalCertificate, certificateNeeds, releaseSupport } from './product/release-support.ts';
import { secretFault } from './product/secret-fault.ts';
import { neededSecrets } from './product/secrets.ts';
import { parseVersion, releaseOf, unsupportedRelease } from './product/versions.ts';
import { recoverySteps } from './recovery.ts';
import { PRODUCT_LOG } from './product/paths.ts';
import { LOAD_BALANCER_PORTS, portsOfRole, SERVICE_UNITS } from './product/ports.ts';

const PHASES: Readonly<Record<string, Phase>> = {
  stage,
  databases,
  brokers,
  managers,
  'load-balancers': loadBalancers,
  'after-installation': afterInstallation,
  'broker-names': brokerNames,
  'member-config': memberConfig,
  'register-brokers': registerBrokers,
  'database-nodes': databaseNodes,
  drain,
  switchover: switchoverPhase,
  'reinit-database': reinitDatabasePhase,
  restart: restartPhase,
  'remove-broker': removeBrokerPhase,
  'remove-database': removeDatabasePhase,
  'remove-manager': removeManagerPhase,
  'remove-load-balancer': removeLoadBalancerPhase({ before: [], files: () => [] }),
};

const GATES: Readonly<Partial<Record<GateName, Gate>>> = {
  'hosts-ready': hostsReady,
  'external-services': externalServices,
  'databases-healthy': databasesHealthy,
  'databases-used': databasesUsed,
  'no-executions': noExecutions,
  registered: registration,
  'manager-status': managerStatus,
};

/** The steps of a host write /etc/cloudify/config.yaml, which describes one service. */
const SEPARATE_MACHINES = {
  why: 'Quorate installs one service of Cloudify on each machine',
  next: 'use a separate machine, with its own address, for each host',
};

export const cloudify: Platform = {
  phases: PHASES,
  gates: GATES,
  ...{ parseVersion, unsupportedRelease, releaseSupport, certificateNeeds, acceptsExternalCertificate },
  sharedMachines: () => SEPARATE_MACHINES,
  refusesVirtualIp: {
    what: 'virtual_ip is not supported on this platform',
    why: 'Quorate configures keepalived only on the native platform',
    next: 'remove virtual_ip, and use an external load balancer or your own keepalived',
  },
  portsOf: ({ version, monitoring }, role) => {
    const release = releaseOf(version);
    return release ? portsOfRole(role, release, monitoring) : [];
  },
  neededSecrets,
  neededPackages: () => [],
  secretFault,
  overlays: OVERLAYS,
  // The product creates them (restservice/db.py, 95).
  reservedDatabases: ['stage', 'composer'],
  recoverySteps,
  emptyHost: `cfy_manager remove && rm -r ${STATE_DIRECTORY}`,
  databaseSetting: 'databases.external.cloudify_database',
  membershipQuery,
  managerView,
  logsOf,
  closingLines,
  flows: flowsOf,
  receiptsByRole: false,
  sameVersions: () => ({ packages: [], offered: false }),
  serviceUnits: SERVICE_UNITS,
  checkPlan: (cluster, material) => ({
    hosts: hostChecks(cluster, material),
    details: detailsPlans(cluster, material),
    peers: peerNames(cluster),
    flows: flowsOf(cluster),
  }),
  installLog: PRODUCT_LOG,
  etcdUnit: 'etcd',
  listDatabases: 'cfy_manager dbs list',
  // The product reports a standby with a larger lag as unhealthy (pg.py: lag over 2 MiB).
  standbyLagLimit: 2 * 2 ** 20,
  managerStatus: MANAGER_STATUS,
  statisticsPort: LOAD_BALANCER_PORTS.statistics,
  balancedNames: (cluster) => hostsOf(cluster, 'manager').map(serverName),
  brokerRegistry,
  brokerUnit: 'cloudify-rabbitmq',
  showMemberLog: SHOW_MEMBER_LOG,
  managerConfig: '/opt/manager/cloudify-rest.conf',
};
