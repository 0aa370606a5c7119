import type { Flags } from './argument-types.ts';
import { CONNECT_FLAGS } from './flags.ts';
import { INTERVAL } from './watch-flags.ts';

export const STATUS_FLAGS = {
  ...CONNECT_FLAGS,
  output: {
    choices: ['auto', 'plain', 'json', 'prometheus'] as const,
    default: 'auto' as const,
    describe: 'auto prints a table; prometheus is for a textfile collector',
  },
  watch: { type: 'boolean', default: false, describe: 'Repeat until Ctrl-C; redraw on a terminal' },
  interval: INTERVAL,
} satisfies Flags;
