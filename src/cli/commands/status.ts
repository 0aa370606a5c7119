import { command } from '../command.ts';
import { CONNECTING } from '../options.ts';

export const status = command({
  name: 'status',
  text: 'Show the hosts with their parts, and every gate',
  flags: CONNECTING,
  load: async () => (await import('../work/status.ts')).status,
});
