import { afterInstallation } from './after-installation.ts';
import { brokers } from './brokers.ts';
import { databases } from './databases.ts';
import { loadBalancers } from './load-balancers.ts';
import { managers } from './managers.ts';
import type { Phase } from './phase.ts';
import { preflight } from './preflight.ts';
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
};
