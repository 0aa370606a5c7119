import { command } from '../arguments/command.ts';
import { INITIATING } from '../arguments/flags.ts';

export const init = command({
  name: 'init',
  summary: 'Create an inventory with certificates and secrets',
  flags: INITIATING,
  positionals: { directory: { describe: 'Directory to create the files in' } },
  load: async () => (await import('../init/init.ts')).init,
});
