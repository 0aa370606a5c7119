import type { Phase } from './phase.ts';

/** Has no steps: its gate `hosts-ready` checks the hosts before anything is changed. */
export const preflight: Phase = {
  title: 'check the hosts',
  needs: [],
  follows: [],
  lanes: () => [],
};
