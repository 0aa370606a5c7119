import { command } from '../arguments/command.ts';
import { CONNECTING } from '../arguments/flags.ts';

export const status = command({
  name: 'status',
  text: 'Show the hosts with their parts, and every gate',
  flags: CONNECTING,
  load: async () => (await import('../inspect/status.ts')).status,
});
