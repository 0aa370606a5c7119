import { command } from '../arguments/command.ts';
import { INIT_FLAGS } from '../arguments/flags.ts';

export const initCommand = command({
  name: 'init',
  summary: 'Create an inventory with certificates and secrets',
  flags: INIT_FLAGS,
  positionals: { directory: { describe: 'Directory to create the files in' } },
  load: async () => (await import('../init/init.ts')).init,
});
