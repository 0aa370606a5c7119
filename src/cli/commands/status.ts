import { command } from '../arguments/command.ts';
import { CONNECTING } from '../arguments/flags.ts';

export const status = command({
  name: 'status',
  summary: 'Show the hosts, their components and all gates',
  flags: CONNECTING,
  load: async () => (await import('../inspect/status.ts')).status,
});
