import type { Gate } from '../../gates/gate.ts';
import type { GateName } from '../../model/names.ts';
import { STATE_DIRECTORY } from '../../model/stored-formats.ts';
import type { Phase } from '../../phases/phase.ts';
import type { Platform } from '../platform.ts';
import { detailsPlans, peerNames } from './checks/details-plan.ts';
import { flowsOf } from './checks/flows.ts';
import { hostChecks } from './checks/host-checks.ts';
import { applicationHealth } from './gates/application-health.ts';
import { hostsReady } from './gates/hosts-ready.ts';
import { balancedMembers } from './gates/load-balancer.ts';
import { parametersFit } from './gates/parameters-fit.ts';
import { parametersReduced } from './gates/parameters-reduced.ts';
import { parametersOneWay } from './gates/parameters-one-way.ts';
import { settingsApplied } from './gates/settings-applied.ts';
import { nativeInventory } from './inventory.ts';
import { sameVersionPackages } from './packages.ts';
import { databasePaths } from './paths.ts';
import { managers } from './phases/managers.ts';
import { brokerNames } from './phases/broker-names.ts';
import { brokerObjects } from './phases/broker-objects.ts';
import { brokers } from './phases/brokers.ts';
import { databaseObjects } from './phases/database-objects.ts';
import { databases } from './phases/databases.ts';
import { balancerMembers, loadBalancers, removeLoadBalancer } from './phases/load-balancers.ts';
import { memberConfig } from './phases/member-config.ts';
import { reconfigurePhase } from './phases/reconfigure.ts';
import { reinitDatabasePhase } from './phases/reinit-database.ts';
import { removeBrokerPhase } from './phases/remove-broker.ts';
import { removeDatabasePhase } from './phases/remove-database.ts';
import { removeManagerPhase } from './phases/remove-manager.ts';
import { restartPhase } from './phases/restart.ts';
import { stage } from './phases/stage.ts';
import { switchoverPhase } from './phases/switchover.ts';
import { STATISTICS_PORT } from './ports.ts';
import { applicationView } from './probes/application.ts';
import { logsOf } from './probes/logs.ts';
import { membershipQuery } from './probes/membership-query.ts';
import { recoverySteps } from './recovery.ts';
import { UNITS_OF } from './units.ts';

const PHASES: Readonly<Record<string, Phase>> = {
  stage,
  databases,
  'database-objects': databaseObjects,
  brokers,
  'broker-objects': brokerObjects,
  managers,
  drain: balancerMembers,
  'remove-manager': removeManagerPhase,
  'load-balancers': loadBalancers,
  'balancer-members': balancerMembers,
  'broker-names': brokerNames,
  'member-config': memberConfig,
  switchover: switchoverPhase,
  'reinit-database': reinitDatabasePhase,
  restart: restartPhase,
  reconfigure: reconfigurePhase,
  'remove-broker': removeBrokerPhase,
  'remove-database': removeDatabasePhase,
  'remove-load-balancer': removeLoadBalancer,
};

const GATES: Readonly<Partial<Record<GateName, Gate>>> = {
  'hosts-ready': hostsReady,
  'parameters-one-way': parametersOneWay,
  'parameters-fit': parametersFit,
  'parameters-reduced': parametersReduced,
  'settings-applied': settingsApplied,
  'manager-status': applicationHealth,
  'load-balancer': balancedMembers,
};

export const native: Platform = {
  phases: PHASES,
  gates: GATES,
  ...nativeInventory,
  recoverySteps,
  emptyHost: `systemctl disable --now the units of Quorate, delete their data, then rm -r ${STATE_DIRECTORY}`,
  databaseSetting: '',
  membershipQuery,
  managerView: applicationView,
  logsOf,
  closingLines: () => [],
  flows: flowsOf,
  receiptsByRole: true,
  sameVersions: (cluster, service) => ({
    packages: sameVersionPackages(service, cluster),
    offered: !cluster.native?.packages,
  }),
  serviceUnits: [...Object.values(UNITS_OF).flat(), 'haproxy'],
  checkPlan: (cluster, material) => ({
    hosts: hostChecks(cluster, material),
    details: detailsPlans(cluster, material),
    peers: peerNames(cluster),
    flows: flowsOf(cluster),
  }),
  installLog: databasePaths.log,
  etcdUnit: 'quorate-etcd',
  etcdLogin: databasePaths.etcdLogin,
  showMemberLog: {
    database: 'journalctl -u quorate-patroni -u quorate-etcd -n 50',
    broker: 'journalctl -u quorate-rabbitmq -n 50',
    manager: 'journalctl -n 50',
  },
  listDatabases: `patronictl -c ${databasePaths.patroniConfig} list`,
  standbyLagLimit: 2 * 2 ** 20,
  managerStatus: { port: STATISTICS_PORT, path: '/stats', code: 200 },
  statisticsPort: STATISTICS_PORT,
  balancedNames: ({ hosts }) => hosts.map(({ name }) => name),
  brokerUnit: 'quorate-rabbitmq',
  managerConfig: databasePaths.patroniConfig,
};
