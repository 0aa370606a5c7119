import { command } from '../arguments/command.ts';
import { CONNECTING } from '../arguments/flags.ts';

export const drift = command({
  name: 'drift',
  text: 'Name what is no longer as it was deployed; for cron',
  flags: CONNECTING,
  load: async () => (await import('../inspect/drift.ts')).drift,
});
