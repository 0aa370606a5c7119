import type { Flags } from './argument-types.ts';
import { CONNECT_FLAGS } from './flags.ts';

/** Time between two readings of the hosts. */
export const INTERVAL = {
  type: 'number',
  requiresArg: true,
  describe: 'Seconds between two readings while watching',
  defaultDescription: '10',
} as const;

export const WATCH_FLAGS = { ...CONNECT_FLAGS, interval: INTERVAL } satisfies Flags;
