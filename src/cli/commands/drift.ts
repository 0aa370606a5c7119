import { command } from '../arguments/command.ts';
import { CONNECT_FLAGS } from '../arguments/flags.ts';

export const driftCommand = command({
  name: 'drift',
  summary: 'List drift from the deployed state (for cron)',
  flags: CONNECT_FLAGS,
  load: async () => (await import('../inspect/drift.ts')).drift,
});
