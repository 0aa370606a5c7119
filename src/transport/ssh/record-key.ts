import { commandStep, inOrder, RUN_AGAIN } from '../../model/next-step.ts';

/** The next step after an unknown host key, with either client. */
export const RECORD_KEY = inOrder(
  commandStep('trust', { purpose: 'compare the fingerprint and record the key' }),
  RUN_AGAIN,
);
