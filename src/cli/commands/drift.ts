import { command } from '../arguments/command.ts';
import { CONNECTING } from '../arguments/flags.ts';

export const drift = command({
  name: 'drift',
  summary: 'List drift from the deployed state (for cron)',
  flags: CONNECTING,
  load: async () => (await import('../inspect/drift.ts')).drift,
});
