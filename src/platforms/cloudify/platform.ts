import type { Platform } from '../platform.ts';
import { flowsOf } from './checks/flows.ts';
import { hostChecks } from './checks/host-checks.ts';
import { closingLines } from './closing-lines.ts';
import { managerView } from './observe/manager-view.ts';
import { brokerRegistry } from './probes/broker-registry.ts';
import { logsOf } from './probes/logs.ts';
import { membershipQuery } from './probes/membership-query.ts';
import { MANAGER_STATUS } from './probes/probes.ts';
import { PRODUCT_LOG } from './product/paths.ts';
import { LOAD_BALANCER_PORTS } from './product/ports.ts';

export const cloudify: Platform = {
  membershipQuery,
  managerView,
  logsOf,
  closingLines,
  checkPlan: (cluster, material) => ({ hosts: hostChecks(cluster, material), flows: flowsOf(cluster) }),
  installLog: PRODUCT_LOG,
  listDatabases: 'cfy_manager dbs list',
  // The product reports a standby with a larger lag as unhealthy (pg.py: lag over 2 MiB).
  standbyLagLimit: 2 * 2 ** 20,
  managerStatus: MANAGER_STATUS,
  statisticsPort: LOAD_BALANCER_PORTS.statistics,
  brokerRegistry,
  brokerUnit: 'cloudify-rabbitmq',
  managerConfig: '/opt/manager/cloudify-rest.conf',
};
