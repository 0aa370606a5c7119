import { afterInstallation } from './after-installation.ts';
import { brokers } from './brokers.ts';
import { configuration } from './configuration.ts';
import { databaseNodes } from './database-nodes.ts';
import { databases } from './databases.ts';
import { drain } from './drain.ts';
import { handOver } from './hand-over.ts';
import { leaveBroker } from './leave-broker.ts';
import { leaveDatabase } from './leave-database.ts';
import { leaveLoadBalancer } from './leave-load-balancer.ts';
import { leaveManager } from './leave-manager.ts';
import { loadBalancers } from './load-balancers.ts';
import { managers } from './managers.ts';
import { names } from './names.ts';
import type { Phase } from './phase.ts';
import { preflight } from './preflight.ts';
import { registerBrokers } from './register-brokers.ts';
import { reinitialise } from './reinit-database.ts';
import { restart } from './restart.ts';
import { stage } from './stage.ts';

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
