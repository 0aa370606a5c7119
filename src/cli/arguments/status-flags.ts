import type { Flags } from './argument-types.ts';
import { CONNECT_FLAGS } from './flags.ts';

export const STATUS_FLAGS = {
  ...CONNECT_FLAGS,
  output: {
    choices: ['auto', 'plain', 'json', 'prometheus'] as const,
    default: 'auto' as const,
    describe: 'auto prints a table; prometheus is for a textfile collector',
  },
} satisfies Flags;
