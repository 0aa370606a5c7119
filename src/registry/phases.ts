import { afterInstallation } from '../platforms/cloudify/phases/after-installation.ts';
import { brokers } from '../platforms/cloudify/phases/brokers.ts';
import { configuration } from '../platforms/cloudify/phases/member-config.ts';
import { databaseNodes } from '../platforms/cloudify/phases/database-nodes.ts';
import { databases } from '../platforms/cloudify/phases/databases.ts';
import { drain } from '../platforms/cloudify/phases/drain.ts';
import { handOver } from '../platforms/cloudify/phases/switchover.ts';
import { leaveBroker } from '../platforms/cloudify/phases/remove-broker.ts';
import { leaveDatabase } from '../platforms/cloudify/phases/remove-database.ts';
import { leaveLoadBalancer } from '../platforms/cloudify/phases/remove-load-balancer.ts';
import { leaveManager } from '../platforms/cloudify/phases/remove-manager.ts';
import { loadBalancers } from '../platforms/cloudify/phases/load-balancers.ts';
import { managers } from '../platforms/cloudify/phases/managers.ts';
import { names } from '../platforms/cloudify/phases/broker-names.ts';
import type { Phase } from '../phases/phase.ts';
import { preflight } from '../phases/preflight.ts';
import { registerBrokers } from '../platforms/cloudify/phases/register-brokers.ts';
import { reinitialise } from '../platforms/cloudify/phases/reinit-database.ts';
import { restart } from '../platforms/cloudify/phases/restart.ts';
import { stage } from '../platforms/cloudify/phases/stage.ts';

/** Every phase, by the name that playbooks use. */
export const PHASES: Readonly<Record<string, Phase>> = {
  preflight,
  stage,
  databases,
  brokers,
  managers,
  'load-balancers': loadBalancers,
  'after-installation': afterInstallation,
  names,
  configuration,
  'register-brokers': registerBrokers,
  'database-nodes': databaseNodes,
  drain,
  'hand-over': handOver,
  'reinit-database': reinitialise,
  restart,
  'leave-broker': leaveBroker,
  'leave-database': leaveDatabase,
  'leave-manager': leaveManager,
  'leave-load-balancer': leaveLoadBalancer,
};
