import { afterInstallation } from '../platforms/cloudify/phases/after-installation.ts';
import { brokers } from '../platforms/cloudify/phases/brokers.ts';
import { memberConfig } from '../platforms/cloudify/phases/member-config.ts';
import { databaseNodes } from '../platforms/cloudify/phases/database-nodes.ts';
import { databases } from '../platforms/cloudify/phases/databases.ts';
import { drain } from '../platforms/cloudify/phases/drain.ts';
import { switchoverPhase } from '../platforms/cloudify/phases/switchover.ts';
import { removeBrokerPhase } from '../platforms/cloudify/phases/remove-broker.ts';
import { removeDatabasePhase } from '../platforms/cloudify/phases/remove-database.ts';
import { removeLoadBalancerPhase } from '../platforms/cloudify/phases/remove-load-balancer.ts';
import { removeManagerPhase } from '../platforms/cloudify/phases/remove-manager.ts';
import { loadBalancers } from '../platforms/cloudify/phases/load-balancers.ts';
import { managers } from '../platforms/cloudify/phases/managers.ts';
import { brokerNames } from '../platforms/cloudify/phases/broker-names.ts';
import type { Phase } from '../phases/phase.ts';
import { preflight } from '../phases/preflight.ts';
import { registerBrokers } from '../platforms/cloudify/phases/register-brokers.ts';
import { reinitDatabasePhase } from '../platforms/cloudify/phases/reinit-database.ts';
import { restartPhase } from '../platforms/cloudify/phases/restart.ts';
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
  'remove-load-balancer': removeLoadBalancerPhase,
};
