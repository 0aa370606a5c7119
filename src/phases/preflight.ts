import type { Phase } from './phase.ts';

/** Looks at the hosts before anything is put there: its gate `hosts-ready` asks, nothing is changed. */
export const preflight: Phase = {
  title: 'look at the hosts',
  needs: [],
  follows: [],
  lanes: () => [],
};
