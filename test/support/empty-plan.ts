import type { Plan } from '../../src/model/plan/plan.ts';

/** A plan of a deploy without hosts. */
export const EMPTY_PLAN: Plan = {
  playbook: 'deploy',
  cluster: 'demo',
  platform: 'cloudify',
  change: { kind: 'deploy' },
  hosts: [],
  phases: [],
  memberships: [],
  declaredLost: [],
  guards: [],
  closing: [],
};
