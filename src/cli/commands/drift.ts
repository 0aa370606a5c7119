import { command } from '../command.ts';
import { CONNECTING } from '../options.ts';

export const drift = command({
  name: 'drift',
  text: 'Name what is no longer as it was deployed; for cron',
  flags: CONNECTING,
  load: async () => (await import('../work/drift.ts')).drift,
});
